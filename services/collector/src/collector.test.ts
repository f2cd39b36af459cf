import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeRaw } from '@earshot/engine';
import { type RawRecord, signedReceipts } from '@earshot/model';
import { type Jobs, type Log, openFolderBlobs, openSqliteJobs, openSqliteLog, type SqliteLog, systemClock } from '@earshot/platform';
import { silentTelemetry } from '@earshot/testkit';
import { startCollector } from './start-collector.ts';

const ndjson = (from: number, count: number): string =>
  Array.from({ length: count }, (_, at) => `${JSON.stringify({ id: `m-${from + at}`, text: `快递太慢了 ${from + at}` })}\n`).join('');

describe('the collector', () => {
  let dir = '';
  let drop = '';
  let log: SqliteLog;
  let jobs: Jobs;

  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'earshot-collector-'));
    drop = path.join(dir, 'drop');
    mkdirSync(drop);
    log = openSqliteLog({ dir, clock: systemClock });
    jobs = openSqliteJobs({ dir, clock: systemClock, pollMs: 10 });
  });
  afterEach(async () => {
    await jobs.close();
    await log.close();
    rmSync(dir, { recursive: true });
  });

  /** A file that lay there for a while. */
  const put = (name: string, content: string): void => {
    const file = path.join(drop, name);
    writeFileSync(file, content);
    const before = systemClock.now() / 1000 - 60;
    utimesSync(file, before, before);
  };
  const start = async (through: Pick<Log, 'append'> = log, many = 1) => {
    const blobs = await openFolderBlobs({ dir });
    const ports = { log: { ...log, ...through }, blobs, telemetry: silentTelemetry() };
    const folders = [{ path: drop, account: 'hotline-cn', channel: 'web' as const }];
    return Promise.all(
      Array.from({ length: many }, () =>
        startCollector({ folders, everyMs: 20, ports, jobs, clock: systemClock, receipts: signedReceipts('s') }),
      ),
    );
  };
  const records = async (): Promise<RawRecord[]> => {
    const found: RawRecord[] = [];
    for await (const record of log.scan('raw')) found.push(decodeRaw(record));
    return found;
  };
  const done = (): string[] => {
    const folder = path.join(drop, '.earshot', 'done');
    return existsSync(folder) ? readdirSync(folder).map((name) => name.replace(/^\d+-/u, '')) : [];
  };
  const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await condition())) await systemClock.sleep(10);
  };

  test('takes in every file once, also with two collectors, and keeps it with its rejects and reasons', async () => {
    put('a.ndjson', ndjson(0, 700));
    put('b.ndjson', `${ndjson(700, 3)}{"broken\n`);
    put('unknown.bin', '\u0001\u0002\u0003');
    const workers = await start(log, 2);
    await until(() => readdirSync(drop).length === 1 && done().length === 3);
    await Promise.all(workers.map((worker) => worker.close()));
    expect(done().toSorted()).toEqual(['a.ndjson', 'b.ndjson', 'unknown.bin']);
    const found = await records();
    expect(found).toHaveLength(703);
    expect(new Set(found.map(({ id }) => id)).size).toBe(703);
    expect(found[0]).toMatchObject({ account: 'hotline-cn', channel: 'web' });
    const rejects = readFileSync(path.join(drop, '.earshot', 'rejects.ndjson'), 'utf8')
      .trim()
      .split('\n');
    expect(rejects.map((line) => (JSON.parse(line) as { code: string }).code).toSorted()).toEqual([
      'err:intake:client:malformed-json',
      'err:intake:client:unknown-format',
    ]);
  });

  test('a file that is written still waits', async () => {
    writeFileSync(path.join(drop, 'fresh.ndjson'), ndjson(0, 1));
    put('old.ndjson', ndjson(1, 1));
    const [worker] = await start();
    await until(async () => (await records()).length > 0);
    await worker?.close();
    expect(done()).toEqual(['old.ndjson']);
  });

  test('a log that fails in the middle moves nothing on; the next look goes on and repeats no batch', async () => {
    put('a.ndjson', ndjson(0, 1700));
    let calls = 0;
    const [worker] = await start({
      append: async (topic, batch) => {
        calls += 1;
        if (calls === 3 || calls === 4) throw new Error('no broker');
        return log.append(topic, batch);
      },
    });
    await until(() => done().length === 1);
    await worker?.close();
    const found = await records();
    expect(found).toHaveLength(1700);
    expect(new Set(found.map(({ id }) => id)).size).toBe(1700);
  });
});
