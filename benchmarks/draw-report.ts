import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Measurement, Table } from './report.ts';

const barLength = 40;

const number = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));

const chart = ({ value, baselineValue, baseline, unit, name }: Measurement): string => {
  const longest = Math.max(value, baselineValue);
  const bar = (part: number): string => '█'.repeat(Math.max(1, Math.round((part / longest) * barLength)));
  const width = Math.max(name.length, baseline.length);
  return [
    `${name.padEnd(width)} ${bar(value)} ${number(value)} ${unit}`,
    `${baseline.padEnd(width)} ${bar(baselineValue)} ${number(baselineValue)} ${unit}`,
  ].join('\n');
};

/** A table in Markdown under its title. */
export const drawTable = ({ title, head, rows }: Table): string =>
  [`### ${title}`, '', ...[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)].join('\n');

const section = (name: string, measured: readonly Measurement[], tables: readonly Table[]): string => {
  const rows = measured.map(
    ({ name: what, value, unit, baseline, baselineValue, ratio, conditions }) =>
      `| ${what} | ${number(value)} ${unit} | ${baseline} | ${number(baselineValue)} ${unit} | ${ratio.toFixed(2)} | ${Object.entries(
        conditions,
      )
        .map(([key, given]) => `${key} ${given}`)
        .join(', ')} |`,
  );
  const machine = `${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}`;
  return [
    `## ${name}`,
    '',
    `\`npm run benchmark -- ${name}\` on ${machine}. Medians of interleaved rounds.`,
    '',
    '| what | value | baseline | value | ratio | conditions |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
    '```',
    measured.map(chart).join('\n\n'),
    '```',
    ...tables.flatMap((table) => ['', drawTable(table)]),
  ].join('\n');
};

const marks = (name: string): { begin: string; end: string } => ({ begin: `<!-- begin ${name} -->`, end: `<!-- end ${name} -->` });

/** Replaces the section of one benchmark in the page, or appends it. */
export const drawReport = (file: string, name: string, measured: readonly Measurement[], tables: readonly Table[] = []): void => {
  const { begin, end } = marks(name);
  const page = existsSync(file)
    ? readFileSync(file, 'utf8')
    : "# Benchmarks\n\nRatios against a named baseline of the same run; absolute figures are one machine's.\n";
  const block = `${begin}\n${section(name, measured, tables)}\n${end}`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  const next = from === -1 || to === -1 ? `${page.trimEnd()}\n\n${block}\n` : page.slice(0, from) + block + page.slice(to + end.length);
  writeFileSync(file, next);
};
