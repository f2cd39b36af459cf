import { applySettings, loadSettings } from './settings/settings.ts';

applySettings(loadSettings());
