#!/usr/bin/env node
// Trains the shipped sentiment models: node bin/train.ts --data DIR [--without DIR] [--out DIR]
// DIR holds <source>.jsonl files with `text` and `label`; texts that also stand in the folder `--without` are left out of training.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { textKey, trainChinese, trainEnglish, type LabelledText, type ReadSource } from '../src/model/sentiment-recipe.ts';

const { values } = parseArgs({ options: { data: { type: 'string' }, without: { type: 'string' }, out: { type: 'string' } } });
if (values.data === undefined) {
  process.stderr.write('usage: train.ts --data DIR [--without DIR] [--out DIR]\n');
  process.exit(2);
}

const readRows = (file: string): LabelledText[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LabelledText);

const heldOut = new Set<string>();
const { without } = values;
if (without !== undefined)
  for (const name of readdirSync(without).filter((file) => file.endsWith('.jsonl')))
    for (const { text } of readRows(path.join(without, name))) heldOut.add(textKey(text));

const folder = values.data;
const read: ReadSource = (name) => {
  const file = path.join(folder, `${name}.jsonl`);
  const rows = existsSync(file) ? readRows(file) : [];
  const kept = heldOut.size === 0 ? rows : rows.filter(({ text }) => !heldOut.has(textKey(text)));
  process.stderr.write(`${name}: ${kept.length} rows, ${rows.length - kept.length} left out\n`);
  return kept;
};

const out = values.out ?? fileURLToPath(new URL('../src/model/', import.meta.url));
for (const [language, model] of [
  ['en', trainEnglish(read)],
  ['zh', trainChinese(read)],
] as const) {
  const file = path.join(out, `sentiment-${language}.json`);
  const body = `${JSON.stringify(model, null, 1)}\n`;
  writeFileSync(file, body);
  process.stdout.write(`${JSON.stringify({ model: `sentiment-${language}`, bytes: body.length })}\n`);
}
