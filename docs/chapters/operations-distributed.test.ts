import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@earshot/platform';
import { describeWithEngines } from '@earshot/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(path.join(root, 'docs/operations-distributed.md'), 'utf8');
const launcher = path.join(root, 'services/standalone/bin/earshot.js');

const commandsOf = (title: string): string[] => {
  const chapter = page.split(/^## /mu).find((each) => each.startsWith(`${title}\n`)) ?? '';
  return [...chapter.matchAll(/^```sh\n([^]*?)^```$/gmu)].flatMap(([, block = '']) => block.trim().split('\n'));
};

describeWithEngines(
  ['kafka', 'elasticsearch', 'redis'],
  'the chapters of docs/operations-distributed.md',
  ({ kafka, elasticsearch, redis }) => {
    const prefix = `t${randomBytes(5).toString('hex')}`;
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith('EARSHOT_'));
    const env: Record<string, string | undefined> = {
      ...Object.fromEntries(own),
      KAFKA_BROKERS: kafka,
      ELASTICSEARCH_URL: elasticsearch,
      REDIS_URL: redis,
      EARSHOT_TOPIC_PREFIX: `${prefix}.`,
      EARSHOT_ELASTICSEARCH_PREFIX: `${prefix}-feedback`,
      EARSHOT_REDIS_PREFIX: prefix,
      EARSHOT_PSEUDONYM_KEY: 'a key for tests only',
    };
    let dir = '';
    const services: ChildProcess[] = [];

    const shell = (line: string): string => `${line.replace('npx earshot', `"${process.execPath}" "${launcher}"`)} 2>&1`;
    /** Runs a line of the manual to its end, or starts it where it ends with `&`; everything that it says. */
    const run = async (line: string): Promise<string> => {
      if (!line.endsWith(' &')) return execFileSync('sh', ['-c', shell(line)], { cwd: dir, encoding: 'utf8', env });
      const child = spawn('sh', ['-c', `exec ${shell(line.slice(0, -2))}`], {
        cwd: dir,
        env,
        detached: true,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      services.push(child);
      let said = '';
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      while (!said.includes('listens at')) {
        if (child.exitCode !== null) throw new Error(said);
        await systemClock.sleep(50);
      }
      return said;
    };
    const runAll = async (title: string): Promise<string[]> => {
      const said: string[] = [];
      for (const line of commandsOf(title)) said.push(await run(line));
      expect(said.length).toBeGreaterThan(0);
      return said;
    };
    const documents = async (line: string): Promise<string[]> =>
      (await run(line))
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text) as { id: string; contentHash: string })
        .map(({ id, contentHash }) => `${id} ${contentHash}`)
        .toSorted();
    let before: string[] = [];
    const sameDocuments = async (): Promise<void> => expect(await documents('npx earshot export')).toEqual(before);

    beforeAll(async () => {
      dir = mkdtempSync(path.join(tmpdir(), 'earshot-manual-'));
      const sample = ['web', 'hotline'].map((name) => path.join(root, 'services/standalone/sample', name)).join(' ');
      await run(`env -u KAFKA_BROKERS -u ELASTICSEARCH_URL npx earshot import --data old ${sample}`);
      before = await documents('env -u KAFKA_BROKERS -u ELASTICSEARCH_URL npx earshot export --data old');
      expect(before.length).toBeGreaterThan(100);
    }, 300_000);
    afterAll(async () => {
      for (const { pid } of services) if (pid !== undefined) process.kill(-pid, 'SIGKILL');
      rmSync(dir, { recursive: true, force: true });
    });

    test('what is set up is found as it should be', async () => {
      const [topics, , checkTopics, checkIndex] = await runAll('Set up');
      expect(topics).toContain(`created  ${prefix}.feedback.raw.v1`);
      expect(checkTopics).toContain('every topic is as the table wants it');
      expect(checkIndex).toContain('the index is as this version wants it');
    }, 300_000);

    test('a moved installation has the documents of the old one', async () => {
      await runAll('Run');
      const said = await runAll('Move an embedded installation');
      expect(said.at(-1)).toContain('0 open dead letters');
      await sameDocuments();
    }, 300_000);

    test('scaled, parted and given partitions it goes on, and nothing shows twice', async () => {
      await runAll('Scale a stage');
      await runAll('Part fused stages');
      const [added, checked] = await runAll('Add partitions');
      expect(added).toContain('partitions 12 -> 18');
      expect(checked).toContain('every topic is as the table wants it');
      await run('npx earshot import-log moved.ndjson');
      await sameDocuments();
    }, 300_000);

    test('rebuilt, rolled back and replayed the index holds the same', async () => {
      expect((await runAll('Rebuild the index'))[0]).toMatch(/checksum [0-9a-f]+/u);
      await sameDocuments();
      const [trial, swapped] = await runAll('Replay');
      expect(trial).toContain('the live index is as it was');
      expect(swapped).toContain('swapped');
      await sameDocuments();
    }, 300_000);
  },
);
