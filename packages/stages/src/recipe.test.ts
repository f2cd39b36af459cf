import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { inMemoryMemory, type Hop, runHopSync } from '@earshot/engine';
import type { RawRecord } from '@earshot/model';

const place = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const step = place('analyse/zz-recipe-step.ts');
const pipeline = place('zz-recipe-pipeline.ts');

afterEach(async () => {
  await rm(step, { force: true });
  await rm(pipeline, { force: true });
});

const record: RawRecord = {
  schema: 'raw/1',
  id: 'fb_1',
  revision: 0,
  deleted: false,
  channel: 'web',
  connector: 'web',
  account: 'shop',
  sourceId: '1',
  conversation: 'fb_1',
  receipt: 'rc_1',
  receivedAt: '2026-03-01T00:00:00.000Z',
  body: { format: 'text', content: '几点开门？Do you take cards?' },
  faults: [],
};

describe('the recipe "a new step"', () => {
  test('one file from the template and one line in the pipeline make it run, with the record typed for the steps behind it', async () => {
    await cp(place('_template/count-questions.ts'), step);
    const page = await readFile(place('pipeline.ts'), 'utf8');
    const withLine = page
      .replace('import { segmentWords }', "import { countQuestions } from './analyse/zz-recipe-step.ts';\nimport { segmentWords }")
      .replace('Hop<NormalisedRecord, AnalysedRecord>', 'Hop<NormalisedRecord, AnalysedRecord & { questioned: { count: number } }>')
      .replace('  .step(finishAnalysis);', '  .step(finishAnalysis)\n  .step(countQuestions);');
    expect(withLine).not.toBe(page);
    await writeFile(pipeline, withLine);
    const { cleanHop, normaliseHop, analyseHop } = (await import(pipeline)) as Record<string, Hop<RawRecord, RawRecord>>;
    let records: readonly RawRecord[] = [record];
    for (const hop of [cleanHop, normaliseHop, analyseHop]) {
      if (hop === undefined) throw new Error('the pipeline lacks a hop');
      const ended = runHopSync(hop, records, inMemoryMemory(), { now: 0, settings: { pseudonymKey: 'k', homeOffset: '+00:00' } });
      records = ended.flatMap((end) => (end?.outcome.tag === 'ok' ? [end.outcome.value] : []));
    }
    expect(records).toEqual([expect.objectContaining({ questioned: { count: 2 } })]);
  });
});
