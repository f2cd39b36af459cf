import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, statSync, writeFileSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { once } from 'node:events';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { systemClock } from '../clock/system.ts';
import { StorageFault } from '../storage/fault.ts';
import { describeLogContract } from './contract.ts';
import { record, take, textOf, wide, type LogFixture } from './contract-records.ts';
import type { Log, LogRecord } from './port.ts';
import { openSqliteLog, type SqliteLog, type SqliteLogOptions } from './sqlite.ts';

const folder = (): string => mkdtempSync(path.join(tmpdir(), 'earshot-log-'));

const openIn = (dir: string, options: Partial<SqliteLogOptions> = {}): SqliteLog =>
  openSqliteLog({ dir, clock: systemClock, tickMs: 20, pollMs: 10, ...options });

describeLogContract('SQLite', async (): Promise<LogFixture> => {
  const dir = folder();
  const logs: Log[] = [openIn(dir)];
  const [log] = logs;
  if (log === undefined) throw new Error('not open');
  return {
    log,
    another: async () => {
      const other = openIn(dir);
      logs.push(other);
      return other;
    },
    close: async () => {
      await Promise.all(logs.map((each) => each.close()));
      rmSync(dir, { recursive: true });
    },
  };
});

const modules = JSON.stringify({
  log: new URL('./sqlite.ts', import.meta.url).href,
  clock: new URL('../clock/system.ts', import.meta.url).href,
});

/** Runs `body` with `log` open in a process or thread of its own. */
const program = (dir: string, body: string): string => `
  const { log: logModule, clock } = ${modules};
  const { openSqliteLog } = await import(logModule);
  const { systemClock } = await import(clock);
  const log = openSqliteLog({ dir: ${JSON.stringify(dir)}, clock: systemClock, tickMs: 20, pollMs: 10 });
  ${body}
`;

const appendForever = `
  for (let at = 0; ; at += 20) {
    const texts = Array.from({ length: 20 }, (_, index) => String(at + index));
    await log.append('raw', texts.map((text) => ({ key: 'k' + (text % 7), value: Buffer.from(text), headers: {} })));
    process.stdout.write(texts.join('\\n') + '\\n');
  }`;

/** Starts the program, kills it with SIGKILL once it wrote `lines` lines, gives all complete lines. */
const killedAfter = async (dir: string, body: string, lines: number): Promise<string[]> => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program(dir, body)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk: string) => {
    output += chunk;
    if (output.split('\n').length > lines) child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.once('close', resolve));
  return output.split('\n').slice(0, -1);
};

const everything = async (log: Log): Promise<LogRecord[]> => {
  const found: LogRecord[] = [];
  for await (const each of log.scan('raw')) found.push(each);
  return found;
};

describe('SQLite log', () => {
  let dir = '';
  beforeEach(() => {
    dir = folder();
  });
  afterEach(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  test.each([1, 100, 1500])('kill -9 after %d acknowledged records loses none of them', async (lines) => {
    const acknowledged = await killedAfter(dir, appendForever, lines);
    expect(acknowledged.length).toBeGreaterThanOrEqual(lines);
    const log = openIn(dir);
    const texts = new Set((await everything(log)).map(textOf));
    expect(acknowledged.filter((text) => !texts.has(text))).toEqual([]);
    await log.close();
  });

  test('a torn tail of the file after a crash costs only its own records: what is left is whole and in order', async () => {
    await killedAfter(dir, appendForever, 400);
    const wal = path.join(dir, 'log.sqlite-wal');
    truncateSync(wal, statSync(wal).size - 5000);
    appendFileSync(wal, 'garbage after the tear');
    const log = openIn(dir);
    const found = await everything(log);
    expect(found.length).toBeGreaterThan(0);
    for (const records of Map.groupBy(found, ({ partition }) => partition).values()) {
      expect(records.map(({ offset }) => offset)).toEqual(records.map((_, at) => at));
    }
    const [outcome] = await log.append('raw', [record('k', 'after')]);
    expect(outcome?.tag).toBe('appended');
    await log.close();
  });

  test('a restart after kill -9 takes over at once: by the dead pid, and by resetMembers', async () => {
    const readForever = `const sub = await log.subscribe('raw', 'g', { maxItems: 10, maxBytes: 1000 });
      process.stdout.write('joined\\n'); for await (const batch of sub.batches()) process.stdout.write('got\\n');`;
    for (const options of [{}, { resetMembers: true }]) {
      await killedAfter(dir, readForever, 1);
      const log = openIn(dir, { memberTtlMs: 3_600_000, ...options });
      await log.append('raw', [record('k', 'x')]);
      const subscription = await log.subscribe('raw', 'g', wide);
      expect(await take(subscription, 1)).toHaveLength(1);
      await log.close();
    }
  });

  test('a thread on the same file wakes the reader of another', async () => {
    const log = openIn(dir, { pollMs: 3_600_000 });
    const subscription = await log.subscribe('raw', 'g', wide);
    const reading = take(subscription, 1);
    const thread = new Worker(
      program(dir, `await log.append('raw', [{ key: 'k', value: Buffer.from('from a thread'), headers: {} }]); await log.close();`),
      { eval: true, execArgv: ['--input-type=module'] },
    );
    // Asked for at once: the thread may be gone before its record is read.
    const exited = once(thread, 'exit');
    expect((await reading).map(textOf)).toEqual(['from a thread']);
    await exited;
    await log.close();
  });

  test('a full disk refuses with the way out, keeps what was acknowledged and works again after', async () => {
    const log = openIn(dir, { maxPages: 200 });
    const value = new Uint8Array(100_000);
    let kept = 0;
    const fill = async (): Promise<void> => {
      for (;;) {
        await log.append('raw', [{ key: `${kept}`, value, headers: {} }]);
        kept += 1;
      }
    };
    await expect(fill()).rejects.toThrow(/^err:platform:capacity:disk-full: .*--data DIR/u);
    expect(await everything(log)).toHaveLength(kept);
    await log.close();
    const larger = openIn(dir);
    await larger.append('raw', [{ key: 'more', value, headers: {} }]);
    expect(await everything(larger)).toHaveLength(kept + 1);
    await larger.close();
  });

  test('a folder that cannot be made and a file that is no log are told apart', () => {
    writeFileSync(path.join(dir, 'file'), 'x');
    expect(() => openIn(path.join(dir, 'file', 'data'))).toThrow(/^err:platform:capacity:disk-full: /u);
    writeFileSync(path.join(dir, 'log.sqlite'), 'this is no database, but it is long enough to look like one'.repeat(50));
    expect(() => openIn(dir)).toThrow(StorageFault);
    expect(() => openIn(dir)).toThrow(/damaged/u);
  });

  test('damage inside the file is told as damage, with the way out, not as a missing record', async () => {
    const log = openIn(dir);
    await log.append(
      'raw',
      Array.from({ length: 2000 }, (_, at) => record(`${at}`, 'x'.repeat(500))),
    );
    await log.close();
    const file = path.join(dir, 'log.sqlite');
    const bytes = readFileSync(file);
    // Past the schema, whose pages come first.
    bytes.fill(0xa5, bytes.length / 2);
    writeFileSync(file, bytes);
    const damaged = openIn(dir);
    await expect(everything(damaged)).rejects.toThrow(/^err:platform:platform:internal: .*damaged.*backup/u);
    await damaged.close();
  });

  test('a file of a newer version is refused, not rewritten', async () => {
    await openIn(dir).close();
    const database = new DatabaseSync(path.join(dir, 'log.sqlite'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => openIn(dir)).toThrow(/newer Earshot/u);
  });

  test('retention deletes the old head only, moves the start, and never reuses an offset', async () => {
    let now = 1_000_000;
    const log = openIn(dir, { clock: { ...systemClock, now: () => now }, retentionMs: { raw: 1000 } });
    const texts = Array.from({ length: 1300 }, (_, at) => `${at}`);
    await log.append(
      'raw',
      texts.map((text) => record('k', text)),
    );
    now += 500;
    await log.append('raw', [record('k', 'young')]);
    expect(await log.expire(now)).toBe(0);
    expect(await log.expire(now + 501)).toBe(1300);
    expect((await everything(log)).map(textOf)).toEqual(['young']);
    expect((await log.lag('raw', 'g')).records).toBe(1);
    expect(await log.expire(now + 5000)).toBe(1);
    expect(await everything(log)).toEqual([]);
    expect(await log.lag('raw', 'g')).toEqual({ records: 0, seconds: 0 });
    const [outcome] = await log.append('raw', [record('k', 'next')]);
    expect(outcome).toMatchObject({ offset: 1301 });
    expect((await take(await log.subscribe('raw', 'g', wide), 1)).map(textOf)).toEqual(['next']);
    await log.close();
  });

  test('a copy of the folder taken after close is the whole log', async () => {
    const log = openIn(dir);
    await log.append('raw', [record('k', 'x')]);
    await log.close();
    const copy = folder();
    cpSync(path.join(dir, 'log.sqlite'), path.join(copy, 'log.sqlite'));
    const restored = openIn(copy);
    expect((await everything(restored)).map(textOf)).toEqual(['x']);
    await restored.close();
    rmSync(copy, { recursive: true });
  });
});
