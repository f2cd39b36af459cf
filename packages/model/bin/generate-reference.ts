#!/usr/bin/env node
// Writes the generated pages of docs/reference; a test holds the committed pages equal to what this writes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { documentReference, faultReference } from '../src/index.ts';

const folder = new URL('../../../docs/reference/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('document.md', folder), documentReference());
writeFileSync(new URL('faults.md', folder), faultReference());
