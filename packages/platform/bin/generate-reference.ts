#!/usr/bin/env node
// Writes this package's generated pages of docs/reference; a test holds the committed pages equal to what this writes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { configurationPage } from '../src/config/page.ts';
import { configSchema } from '../src/config/settings.ts';
import { metricsPage } from '../src/telemetry/metrics-page.ts';

const folder = new URL('../../../docs/reference/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('metrics.md', folder), metricsPage());
writeFileSync(new URL('configuration.md', folder), configurationPage());
writeFileSync(new URL('configuration.schema.json', folder), `${JSON.stringify(configSchema(), null, 2)}\n`);
