import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drawTable } from '../draw-report.ts';
import type { StageCosts } from '../distributed/stage-costs.ts';
import type { Measurement } from '../report.ts';
import { costTable, hotTable, nodeTable, planTable, volumeTable, waitTable } from './page.ts';
import { type Answer, answer, rates, stageCostsOf } from './rates.ts';

const costsFile = fileURLToPath(new URL('../../docs/measured/stage-costs.json', import.meta.url));
const page = fileURLToPath(new URL('../../docs/scale.md', import.meta.url));

const between = (text: string, name: string, block: string): string => {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error(`docs/scale.md has no place for ${name}`);
  return `${text.slice(0, from)}${begin}\n${block}\n${text.slice(to)}`;
};

const draw = (answers: readonly Answer[], measured: StageCosts): void => {
  const tables = {
    cost: costTable(measured),
    plan: planTable(answers),
    wait: waitTable(answers, measured),
    volume: volumeTable(measured),
    hot: hotTable(measured),
    nodes: nodeTable(measured),
  };
  const measuredBy = `Measured ${measured.date} by \`${measured.command}\` on ${measured.machine}; rounds: ${measured.rounds}.`;
  let text = between(readFileSync(page, 'utf8'), 'source', measuredBy);
  for (const [name, table] of Object.entries(tables)) text = between(text, name, drawTable(table));
  writeFileSync(page, text);
};

/** Reads docs/measured/stage-costs.json, which `npm run benchmark -- distributed` writes, and draws the tables of docs/scale.md. */
export async function* benchmark(): AsyncGenerator<Measurement> {
  const measured = JSON.parse(readFileSync(costsFile, 'utf8')) as StageCosts;
  const answers: Answer[] = [];
  for (const perSecond of rates) {
    const found = answer(perSecond, measured);
    answers.push(found);
    const value = found.plan.stages.reduce((sum, { workers }) => sum + workers, 0);
    const least = stageCostsOf(measured).reduce((sum, { micros }) => sum + (perSecond * micros) / 1e6, 0);
    yield {
      name: `workers for ${perSecond.toLocaleString('en')} messages/s`,
      value,
      unit: 'processors',
      baseline: 'processor time alone, nothing to spare',
      baselineValue: least,
      ratio: value / least,
      conditions: { 'p99 ms': found.calm.p99, partitions: found.plan.partitions, 'left after the run': found.calm.left },
    };
  }
  draw(answers, measured);
}
