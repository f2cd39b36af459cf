#!/usr/bin/env node
// Measures sentiment on labelled folders: node bin/evaluate.ts --data DIR [--misses NAME]
// Prints macro-F1 (%) by the sign of the score and by the label, beside two baselines: the majority class and the lexicon alone.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { detectSentiment } from '../src/sentiment/detect-sentiment.ts';
import { readFeelings } from '../src/sentiment/read-feeling.ts';
import { fold } from '../src/tokens/fold.ts';

const { values } = parseArgs({ options: { data: { type: 'string' }, misses: { type: 'string' } } });
if (values.data === undefined) {
  process.stderr.write('usage: evaluate.ts --data DIR [--misses NAME]\n');
  process.exit(2);
}
const folder = values.data;

interface Row {
  readonly text: string;
  readonly label: string;
}

const readRows = (name: string): Row[] => {
  const file = path.join(folder, `${name}.jsonl`);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Row);
};

const macroF1 = (rows: readonly Row[], predicted: readonly string[], classes: readonly string[]): number => {
  let sum = 0;
  for (const name of classes) {
    let hits = 0;
    let wrong = 0;
    for (const [index, { label }] of rows.entries()) {
      const said = predicted[index] === name;
      if (said && label === name) hits += 1;
      else if (said || label === name) wrong += 1;
    }
    sum += hits === 0 ? 0 : (2 * hits) / (2 * hits + wrong);
  }
  return Math.round((1000 * sum) / classes.length) / 10;
};

const names = { positive: 'pos', negative: 'neg', neutral: 'neu', mixed: 'mixed' } as const;

const majorityOf = (rows: readonly Row[], classes: readonly string[]): string =>
  [...classes].sort((a, b) => rows.filter(({ label }) => label === b).length - rows.filter(({ label }) => label === a).length)[0] ?? '';

const measure = (name: string, classes: readonly string[]): void => {
  const rows = readRows(name).filter(({ label }) => classes.includes(label));
  if (rows.length === 0) return;
  const readings = rows.map(({ text }) => detectSentiment(fold(text)));
  const labels = readings.map(({ label }) => names[label]);
  const signs = readings.map(({ score }) => (score > 0 ? 'pos' : 'neg'));
  const lexicon = rows.map(({ text }) => (readFeelings(fold(text)).reduce((sum, { value }) => sum + value, 0) > 0 ? 'pos' : 'neg'));
  const byLabel = macroF1(rows, labels, classes);
  const majority = rows.map(() => majorityOf(rows, classes));
  const figures =
    classes.length === 2
      ? {
          bySign: macroF1(rows, signs, classes),
          byLabel,
          lexiconOnly: macroF1(rows, lexicon, classes),
          majority: macroF1(rows, majority, classes),
        }
      : { byLabel, majority: macroF1(rows, majority, classes) };
  process.stdout.write(`${JSON.stringify({ set: name, classes: classes.length, rows: rows.length, ...figures })}\n`);
  if (values.misses === name)
    for (const [index, { text, label }] of rows.entries())
      if (labels[index] !== label) process.stdout.write(`  ${label} -> ${labels[index] ?? ''} ${readings[index]?.score ?? 0}: ${text}\n`);
};

for (const name of ['zh_hotel', 'zh_waimai', 'zh_shopping10', 'zh_rest_triples', 'en_cr', 'en_sst', 'en_airline'])
  measure(name, ['pos', 'neg']);
for (const name of ['en_sst', 'en_airline']) measure(name, ['pos', 'neg', 'neu']);
measure('zh_rest_triples', ['pos', 'neg', 'mixed', 'neu']);
