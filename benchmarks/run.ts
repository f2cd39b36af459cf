// `npm run benchmark -- <name>`: prints one JSON object a line and redraws docs/benchmarks.md.
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawReport } from './draw-report.ts';
import type { Measurement, Table } from './report.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const names = readdirSync(here).filter(
  (name) => statSync(path.join(here, name)).isDirectory() && existsSync(path.join(here, name, 'benchmark.ts')),
);
const [name = ''] = process.argv.slice(2);

if (!names.includes(name)) {
  process.stderr.write(`usage: npm run benchmark -- <name>\nnames: ${names.join(', ')}\n`);
  process.exit(2);
}
const { benchmark } = (await import(`./${name}/benchmark.ts`)) as { benchmark: () => AsyncIterable<Measurement | Table> };
const measured: Measurement[] = [];
const tables: Table[] = [];
for await (const part of benchmark()) {
  if ('rows' in part) {
    tables.push(part);
    continue;
  }
  measured.push(part);
  process.stdout.write(`${JSON.stringify(part)}\n`);
}
drawReport(path.join(here, '..', 'docs', 'benchmarks.md'), name, measured, tables);
