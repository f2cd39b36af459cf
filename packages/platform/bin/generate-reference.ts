#!/usr/bin/env node
// Writes this package's generated pages of docs/reference; a test holds the committed pages equal to what this writes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { metricsPage } from '../src/telemetry/metrics-page.ts';

const folder = new URL('../../../docs/reference/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('metrics.md', folder), metricsPage());
