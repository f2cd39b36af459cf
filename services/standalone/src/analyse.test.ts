import { afterAll, describe, expect, test } from '@jest/globals';
import { seededRandom } from '@earshot/testkit';
import { cleanUp, earshot } from './testing/earshot-process.ts';

afterAll(cleanUp);

const pieces = [
  '快递太慢了',
  '客服很热情',
  '要求退款',
  '电话 13800138000',
  'the delivery was slow',
  'lovely staff',
  'refund me',
  '😡',
  '👍',
  'ＡＢＣ',
];
const channels = ['email', 'social', 'web', 'hotline'];
const malformed = [
  '{"text": "bro',
  '',
  '[]',
  '7',
  'null',
  '{"text": 5}',
  '{"text":"x","channel":"fax"}',
  '\u0000',
  '{"text":"\\ud800"',
  'плохо',
];

interface Output {
  readonly id?: string;
  readonly text?: string;
  readonly channel?: string;
  readonly sentiment?: { readonly label: string };
  readonly fault?: { readonly code: string; readonly path?: string };
}

/** Lines of every channel and length, with the id of each good one; null where the line is bad. */
const mixedLines = (count: number, seed: number, badShare: number) => {
  const random = seededRandom(seed);
  const ids: (string | null)[] = [];
  const lines = Array.from({ length: count }, (_, number) => {
    if (random.chance(badShare)) {
      ids.push(null);
      return random.pick(malformed);
    }
    ids.push(`m-${number}`);
    const text = Array.from({ length: random.below(12) }, () => random.pick(pieces)).join(random.pick(['', ' ', '，', '\n']));
    return JSON.stringify({ id: `m-${number}`, text, channel: random.pick(channels), rating: 1 + random.below(5) });
  });
  return { input: `${lines.join('\n')}\n`, ids };
};

const outputs = (text: string): Output[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Output);

describe('earshot analyse', () => {
  const words = ['analyse', '--now', '2026-11-24T08:00:00Z'];

  test('answers 3,000 mixed lines one by one in their order, and byte for byte the same again', async () => {
    const { input, ids } = mixedLines(3000, 4, 0.05);
    const { code, stdout, stderr } = await earshot(words, { input });
    const bad = ids.filter((id) => id === null).length;
    expect(bad).toBeGreaterThan(100);
    expect(code).toBe(1);
    expect(stderr).toContain(`${bad} of 3000 lines`);
    const found = outputs(stdout);
    expect(found.map(({ id }) => id ?? null)).toEqual(ids);
    for (const { id, fault, sentiment } of found) {
      if (id === undefined) expect(fault?.code).toMatch(/^err:intake:client:(?:malformed-json|wrong-type)$/u);
      else expect(sentiment?.label).toMatch(/^(?:positive|neutral|negative|mixed)$/u);
    }
    const again = await earshot(words, { input });
    expect(again.stdout === stdout).toBe(true);
  }, 60_000);

  test('good lines alone exit with 0; a last line without its end and a byte order mark are lines too', async () => {
    const { code, stdout, stderr } = await earshot(words, { input: '\ufeff{"id":"a","text":"太慢"}\r\n{"id":"b","text":"slow"}' });
    expect({ code, stderr, ids: outputs(stdout).map(({ id }) => id) }).toEqual({ code: 0, stderr: '', ids: ['a', 'b'] });
  });

  test('nothing in, nothing out', async () => {
    expect(await earshot(words, { input: '' })).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  test.each(['clean', 'clean,normalise'])('--stages %s prints the record as that stage left it', async (stages) => {
    const { code, stdout } = await earshot([...words, '--stages', stages], { input: '{"id":"a","text":"<b>太慢</b>"}\n' });
    const [record] = outputs(stdout);
    expect([code, record?.sentiment]).toEqual([0, undefined]);
    expect(JSON.stringify(record)).toContain('太慢');
  });

  test('40,000 lines fit into less than 600 MB', async () => {
    const { input, ids } = mixedLines(40_000, 5, 0);
    const { code, stdout, peakBytes } = await earshot(words, { input });
    expect(code).toBe(0);
    expect(stdout.split('\n')).toHaveLength(ids.length + 1);
    // Only Linux tells how much a process had.
    expect(peakBytes ?? 0).toBeLessThan(600_000_000);
    process.stdout.write(`analyse: ${ids.length} lines, peak ${Math.round((peakBytes ?? 0) / 1e6)} MB\n`);
  }, 120_000);
});
