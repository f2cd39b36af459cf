import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { seededRandom } from '@earshot/testkit';
import { afterAll, expect, test } from '@jest/globals';
import { cleanUp, earshot, killGroup, launch, temporaryFolder } from './testing/earshot-process.ts';

const messages = 20_000;
const kills = 10;
const chinese = [
  '快递',
  '太慢',
  '客服',
  '热情',
  '退款',
  '三天',
  '包装',
  '破损',
  '味道',
  '不错',
  '房间',
  '干净',
  '早餐',
  '丰富',
  '下次',
  '还来',
];
const english = [
  'delivery',
  'slow',
  'friendly',
  'staff',
  'refund',
  'broken',
  'parcel',
  'clean',
  'room',
  'tasty',
  'noodles',
  'late',
  'again',
];

interface Line {
  readonly id: string;
  readonly revision: number;
  readonly deleted: boolean;
  readonly feedback: string;
}

/** 20,000 good lines, of which some are later revisions and deletions, with a bad line now and then. */
const inputOf = (seed: number) => {
  const random = seededRandom(seed);
  const wordsOf = (list: readonly string[], count: number): string[] => Array.from({ length: count }, () => random.pick(list));
  const newest = new Map<string, Line>();
  const lines: string[] = [];
  let bad = 0;
  for (let number = 0; number < messages; number += 1) {
    const known = number > 100 && random.chance(0.08) ? newest.get(`m-${random.below(number)}`) : undefined;
    const tongue = random.next();
    const words =
      tongue < 0.45
        ? wordsOf(chinese, 9).join('')
        : tongue < 0.9
          ? wordsOf(english, 9).join(' ')
          : `${wordsOf(chinese, 4).join('')} ${wordsOf(english, 4).join(' ')}`;
    const line: Line = {
      id: known?.id ?? `m-${number}`,
      revision: known === undefined ? 0 : known.revision + 1,
      deleted: known !== undefined && random.chance(0.1),
      feedback: `${words} ${number}`,
    };
    newest.set(line.id, line);
    lines.push(
      JSON.stringify({ ...line, evaluation: 1 + random.below(5), occurredAt: new Date(1_761_900_000_000 + number * 1000).toISOString() }),
    );
    if (!random.chance(0.002)) continue;
    lines.push(random.pick(['{"feedback": "bro', '{"feedback": 7}', '[]', '{"feedbak": "x"}']));
    bad += 1;
  }
  const alive = new Map([...newest].filter(([, { deleted }]) => !deleted));
  return { text: `${lines.join('\n')}\n`, alive, bad, random };
};

type Row = Readonly<Record<string, unknown>> & { readonly sourceId: string; readonly text: string; readonly revision: number };

/** Fields that tell when and under which receipt a message came in: the only ones in which two runs may differ. */
const ofTheRun = new Set(['indexedAt', 'journey', 'receivedAt', 'receipt']);

const lasting = (row: Row | undefined): string => JSON.stringify(Object.entries(row ?? {}).filter(([field]) => !ofTheRun.has(field)));

const rowsOf = async (dir: string): Promise<Row[]> => {
  const { stdout, code } = await earshot(['export', '--data', dir]);
  expect(code).toBe(0);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
    .toSorted((one, other) => (one.sourceId < other.sourceId ? -1 : 1));
};

const rejectedPaths = (file: string): Set<string> =>
  new Set(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { path: string }).path),
  );

afterAll(cleanUp);

test(`an import of ${messages} messages, killed ${kills} times with kill -9, loses none and doubles none`, async () => {
  const folder = temporaryFolder();
  const { text, alive, bad, random } = inputOf(9);
  const file = path.join(folder, 'feedback.ndjson');
  writeFileSync(file, text);
  const wordsFor = (name: string): string[] => {
    const rejects = path.join(folder, `${name}.rejects`);
    return ['import', file, '--as', 'web', '--format', 'ndjson', '--data', path.join(folder, name), '--rejects', rejects, '--json'];
  };
  expect((await earshot(wordsFor('whole'))).code).toBe(1);

  let killed = 0;
  for (let attempt = 0; killed < kills && attempt < 3 * kills; attempt += 1) {
    const child = launch(wordsFor('killed'));
    // Most kills fall into the reading and analysing; some into the start.
    const atStart = random.chance(0.2);
    const pause = random.below(atStart ? 900 : 700);
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
    });
    const ready = atStart ? Promise.resolve() : new Promise<void>((resolve) => child.stderr?.once('data', () => resolve()));
    await Promise.race([ended, ready.then(() => new Promise((resolve) => setTimeout(resolve, pause)))]);
    if (child.exitCode !== null) continue;
    await killGroup(child);
    killed += 1;
  }
  const last = await earshot(wordsFor('killed'));
  expect({ killed, code: last.code, stdout: last.stdout !== '' }).toEqual({ killed: kills, code: 1, stdout: true });

  const [whole, survived] = [await rowsOf(path.join(folder, 'whole')), await rowsOf(path.join(folder, 'killed'))];
  const found = new Map(survived.map((row) => [row.sourceId, row]));
  const lost = [...alive.values()].filter(({ id, revision }) => found.get(id)?.revision !== revision).length;
  const duplicated = survived.length - found.size;
  process.stdout.write(`kill -9: ${killed} kills, acked ${alive.size} alive of ${messages}, lost ${lost}, duplicated ${duplicated}\n`);
  expect({ lost, duplicated, documents: survived.length }).toEqual({ lost: 0, duplicated: 0, documents: alive.size });
  expect(
    survived.filter((row, place) => lasting(row) !== lasting(whole[place])).map(({ sourceId, quality }) => ({ sourceId, quality })),
  ).toEqual([]);
  expect(whole).toHaveLength(survived.length);

  const rejected = rejectedPaths(path.join(folder, 'killed.rejects'));
  expect(rejected.size).toBe(bad);
  expect(rejected).toEqual(rejectedPaths(path.join(folder, 'whole.rejects')));
}, 150_000);
