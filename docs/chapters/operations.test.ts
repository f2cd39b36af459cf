import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSqliteLog, systemClock } from '@earshot/platform';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(path.join(root, 'docs/operations.md'), 'utf8');
const launcher = path.join(root, 'services/standalone/bin/earshot.js');

const chapterOf = (title: string): string => page.split(/^## /mu).find((chapter) => chapter.startsWith(`${title}\n`)) ?? '';
const commandsOf = (title: string): string[] =>
  [...chapterOf(title).matchAll(/^```sh\n([^]*?)^```$/gmu)].flatMap(([, block = '']) => block.trim().split('\n'));

let dir = '';
/** Runs a line of the manual as a shell does; everything that it says. */
const run = (line: string): string =>
  execFileSync('sh', ['-c', `${line.replace('npx earshot', `"${process.execPath}" "${launcher}"`)} 2>&1`], {
    cwd: dir,
    encoding: 'utf8',
    env: Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !name.startsWith('EARSHOT_') && !/^(?:KAFKA|REDIS|ELASTIC)/u.test(name)),
    ),
  });

const documentsIn = (folder: string): string[] =>
  run(`npx earshot export --data ${folder}`)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; contentHash: string; author: { id: string } })
    .map(({ id, contentHash, author }) => `${id} ${contentHash} ${author.id}`)
    .toSorted();

const patienceMs = 300_000;

describe('the chapters of docs/operations.md', () => {
  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'earshot-manual-'));
    const log = openSqliteLog({ dir: path.join(dir, 'old'), clock: systemClock });
    await log.append('raw', [{ key: 'k', value: Buffer.from('{"id":'), headers: {} }]);
    await log.close();
    run(`npx earshot import --data old ${['web', 'hotline'].map((name) => path.join(root, 'services/standalone/sample', name)).join(' ')}`);
  }, patienceMs);
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  test(
    'Dead letters: each command does what the chapter says',
    () => {
      const [list = '', json = '', dryRun = '', retry = '', again = '', discard = '', ...more] = commandsOf('Dead letters');
      expect(more).toEqual([]);
      expect(run(list)).toContain('err:stage:client:unreadable-record');
      expect(run(json)).toContain('"count":1');
      expect(run(dryRun)).toContain('1 would be retried');
      expect(run(retry)).toContain('1 retried');
      expect(run(again)).toContain('0 retried');
      expect(run(discard)).toContain('0 discarded, 1 decided before');
    },
    patienceMs,
  );

  test(
    'Replay: the live index is as it was until it is swapped, and the same afterwards',
    () => {
      const before = documentsIn('old');
      expect(before.length).toBeGreaterThan(100);
      const [trial = '', range = '', swap = '', ...more] = commandsOf('Replay');
      expect(more).toEqual([]);
      expect(run(trial)).toContain(`${before.length} the same`);
      expect(run(range)).toContain('"onlyLive":{"count":0');
      expect(run(swap)).toContain('swapped; 0 carried over');
      expect(documentsIn('old')).toEqual(before);
    },
    patienceMs,
  );

  test(
    'Moving a log: the new index equals the old one, document by document; so do the letters',
    () => {
      const commands = commandsOf('Moving a log');
      const said = commands.map(run);
      expect(said[0]).toMatch(/of dead, \d+ of raw/u);
      expect(said.at(-1)).toContain('dead letters in 1 groups');
      expect(documentsIn('new')).toEqual(documentsIn('old'));
    },
    patienceMs,
  );
});
