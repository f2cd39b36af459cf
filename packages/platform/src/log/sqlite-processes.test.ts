import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { systemClock } from '../clock/system.ts';
import { openSqliteLog } from './sqlite.ts';

const preamble = `
  const { openSqliteLog } = await import(${JSON.stringify(new URL('./sqlite.ts', import.meta.url).href)});
  const { systemClock } = await import(${JSON.stringify(new URL('../clock/system.ts', import.meta.url).href)});
  const { appendFileSync } = await import('node:fs');
  const [dir, name] = process.argv.slice(1);
  const log = openSqliteLog({ dir, clock: systemClock, tickMs: 20, pollMs: 5 });`;

/** Appends numbered records of ten keys; writes down what was acknowledged. */
const producer = `${preamble}
  for (let at = 0; ; at += 1) {
    const records = Array.from({ length: 10 }, (_, key) => ({ key: 'key-' + key, value: Buffer.from(name + ' ' + key + ' ' + at), headers: {} }));
    await log.append('raw', records);
    appendFileSync(dir + '/acknowledged', records.map(({ value }) => value + '\\n').join(''));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }`;

/** Writes down each record before it commits, in a file that all consumers share: the order of its lines is the order of the work. */
const consumer = `${preamble}
  const subscription = await log.subscribe('raw', 'workers', { maxItems: 5, maxBytes: 100000 });
  const inFlight = new Map();
  subscription.onRevoke(async (partitions) => { await Promise.all(partitions.map((partition) => inFlight.get(partition))); });
  const work = async ({ partition, epoch, records }) => {
    for (const { value } of records) {
      appendFileSync(dir + '/processed', Buffer.from(value).toString() + '\\n');
      await new Promise((resolve) => setImmediate(resolve));
    }
    await subscription.commit(partition, epoch, records.at(-1).offset + 1);
  };
  for await (const batch of subscription.batches()) {
    const done = work(batch);
    inFlight.set(batch.partition, done);
    await done;
  }`;

const run = (source: string, dir: string, name: string): ChildProcess =>
  spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', source, dir, name], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });

const kill = async (child: ChildProcess): Promise<void> => {
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await gone;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('producers and consumers in processes that are killed at random: nothing acknowledged is lost, and each key keeps its order', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'earshot-log-'));
  writeFileSync(path.join(dir, 'acknowledged'), '');
  writeFileSync(path.join(dir, 'processed'), '');
  await openSqliteLog({ dir, clock: systemClock }).close();
  const roles = [producer, producer, consumer, consumer, consumer];
  const children = roles.map((source, at) => run(source, dir, `${at}`));
  const lines = (name: string): string[] =>
    readFileSync(path.join(dir, name), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  for (let round = 0; round < 12; round += 1) {
    const before = lines('processed').length;
    while (lines('processed').length < before + 50) await pause(10);
    await pause(Math.random() * 50);
    const at = Math.floor(Math.random() * roles.length);
    const victim = children[at];
    if (victim !== undefined) await kill(victim);
    children[at] = run(roles[at] ?? '', dir, `${at}.${round}`);
  }
  await Promise.all(children.slice(0, 2).map(kill));
  const log = openSqliteLog({ dir, clock: systemClock });
  while ((await log.lag('raw', 'workers')).records > 0) await pause(20);
  await Promise.all(children.slice(2).map(kill));

  const done = new Set(lines('processed'));
  expect(lines('acknowledged').filter((line) => !done.has(line))).toEqual([]);
  const newest = new Map<string, number>();
  for (const line of done) {
    const [source, key, at] = line.split(' ');
    const series = `${source} ${key}`;
    expect(Number(at)).toBeGreaterThan(newest.get(series) ?? -1);
    newest.set(series, Number(at));
  }
  await log.close();
  rmSync(dir, { recursive: true });
});
