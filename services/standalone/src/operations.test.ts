import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { cleanUp, earshot, killGroup, launch, startServer, temporaryFolder, until } from './testing/earshot-process.ts';

afterAll(cleanUp);

/** Many processes one after the other, perhaps on a busy machine. */
const patienceMs = 300_000;

const lines = (count: number): string =>
  Array.from({ length: count }, (_, number) =>
    JSON.stringify({ id: `m-${number}`, feedback: `快递太慢了，第 ${number} 次 delivery was slow` }),
  ).join('\n');

const importInto = async (dir: string, count: number): Promise<void> => {
  const file = path.join(temporaryFolder(), 'feedback.ndjson');
  writeFileSync(file, `${lines(count)}\n`);
  expect((await earshot(['import', file, '--as', 'web', '--format', 'ndjson', '--data', dir])).code).toBe(0);
};

const exported = async (dir: string): Promise<string> => (await earshot(['export', '--data', dir])).stdout;

test(
  'a replay goes on beside a running server, but does not swap under it',
  async () => {
    const dir = path.join(temporaryFolder(), 'data');
    await importInto(dir, 50);
    const server = await startServer(temporaryFolder(), ['--data', dir]);
    const swap = await earshot(['replay', '--into', 'trial', '--swap', '--data', dir]);
    expect(swap.code).toBe(2);
    expect(swap.stderr).toContain('Stop the server');
    const beside = await earshot(['replay', '--into', 'trial', '--json', '--data', dir]);
    expect(JSON.parse(beside.stdout)).toMatchObject({ replay: { records: 50, written: 50 }, diff: { same: 50 } });
    expect(await server.stop()).toBe(0);
    for (const words of [['--into', '../x'], ['--into', 'x', '--from', 'yesterday'], []]) {
      expect((await earshot(['replay', ...words, '--data', dir])).code).toBe(2);
    }
  },
  patienceMs,
);

test(
  'a replay that is killed in the middle leaves the live index as it was',
  async () => {
    const dir = path.join(temporaryFolder(), 'data');
    await importInto(dir, 3000);
    const before = await exported(dir);
    const child = launch(['replay', '--into', 'trial', '--swap', '--data', dir]);
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    await until(async () => /records [1-9]/u.test(said));
    await killGroup(child);
    expect(said).not.toContain('swapped');
    expect(await exported(dir)).toBe(before);
    const again = await earshot(['replay', '--into', 'trial', '--swap', '--json', '--data', dir]);
    expect(JSON.parse(again.stdout)).toMatchObject({ replay: { written: 3000 }, diff: { same: 3000 }, swap: { carried: 0 } });
  },
  patienceMs,
);

test(
  'import-log refuses a changed and a cut file, and says what went in',
  async () => {
    const folder = temporaryFolder();
    const dir = path.join(folder, 'old');
    await importInto(dir, 1200);
    const file = path.join(folder, 'log.ndjson');
    expect((await earshot(['export-log', file, '--data', dir])).code).toBe(0);
    expect((await earshot(['export-log', file, '--data', dir])).code).toBe(2);
    const text = readFileSync(file, 'utf8').split('\n');
    const changed = path.join(folder, 'changed.ndjson');
    writeFileSync(changed, text.with(1100, (text[1100] ?? '').replace('"appendedAt":1', '"appendedAt":2')).join('\n'));
    const first = await earshot(['import-log', changed, '--data', path.join(folder, 'new')]);
    expect(first.code).toBe(1);
    expect(first.stderr).toMatch(/changed since it was written[^]*\d{3,4} of raw/u);
    const cut = await earshot(['import-log', '-', '--data', path.join(folder, 'new')], { input: text.slice(0, 900).join('\n') });
    expect(cut.code).toBe(1);
    expect(cut.stderr).toContain('ends before its last line');
    const whole = await earshot(['import-log', file, '--json', '--data', path.join(folder, 'new')]);
    expect(JSON.parse(whole.stdout)).toMatchObject({ records: { raw: 1200 } });
    const idsOf = (rows: string): string[] =>
      rows
        .trim()
        .split('\n')
        .map((row) => JSON.parse(row) as { id: string; contentHash: string })
        .map(({ id, contentHash }) => `${id} ${contentHash}`)
        .toSorted();
    expect(idsOf(await exported(path.join(folder, 'new')))).toEqual(idsOf(await exported(dir)));
  },
  patienceMs,
);
