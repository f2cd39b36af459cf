import { fileURLToPath } from 'node:url';
import { connectorConformance, loadFixtures } from '../conformance.ts';
import { hotline } from './index.ts';

connectorConformance(hotline, loadFixtures(fileURLToPath(new URL('fixtures', import.meta.url))));
