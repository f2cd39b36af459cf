import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { topics } from '@earshot/model';
import { openFolderBlobs } from '../blobs/folder.ts';
import type { Blobs } from '../blobs/port.ts';
import { systemClock } from '../clock/system.ts';
import { claimCheckLog } from './claim-check.ts';
import { describeLogContract } from './contract.ts';
import { record, take, wide, type LogFixture } from './contract-records.ts';
import type { Log } from './port.ts';
import { openSqliteLog } from './sqlite.ts';

const largestBytes = 1_600_000;

describeLogContract('claim check over SQLite', async (): Promise<LogFixture> => {
  const dir = mkdtempSync(path.join(tmpdir(), 'earshot-claim-'));
  const blobs = await openFolderBlobs({ dir });
  const logs: Log[] = [];
  const another = async (): Promise<Log> => {
    const log = claimCheckLog({ log: openSqliteLog({ dir, clock: systemClock, tickMs: 20, pollMs: 10 }), blobs, largestBytes });
    logs.push(log);
    return log;
  };
  return {
    log: await another(),
    another,
    largestBytes,
    close: async () => {
      await Promise.all(logs.map((each) => each.close()));
      rmSync(dir, { recursive: true });
    },
  };
});

describe('values over the size limit of a topic', () => {
  const text = '很长的通话记录'.repeat(80_000);
  let dir = '';
  let plain: Log;
  let blobs: Blobs;
  let log: Log;

  beforeEach(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'earshot-claim-'));
    blobs = await openFolderBlobs({ dir });
    plain = openSqliteLog({ dir, clock: systemClock });
    log = claimCheckLog({ log: plain, blobs });
  });
  afterEach(async () => {
    await log.close();
    rmSync(dir, { recursive: true });
  });

  const stored = async (): Promise<{ readonly partition: number; readonly offset: number }> => {
    const [outcome] = await log.append('raw', [{ ...record('k', 'x'), value: Buffer.from(text) }]);
    if (outcome?.tag !== 'appended') throw new Error('refused');
    return outcome;
  };

  test('they travel by reference and come back whole, by every way of reading', async () => {
    expect(Buffer.byteLength(text)).toBeGreaterThan(topics.raw.maxMessageBytes);
    const { partition, offset } = await stored();
    const carried = await plain.read('raw', partition, offset);
    expect(carried?.value.byteLength).toBe(0);
    expect(carried?.headers['ce_dataref']).toMatch(/^sha256:[0-9a-f]{64};bytes=\d+$/u);
    const [subscribed] = await take(await log.subscribe('raw', 'g', wide), 1);
    const scanned = [];
    for await (const each of log.scan('raw')) scanned.push(each);
    for (const each of [await log.read('raw', partition, offset), subscribed, scanned[0]]) {
      expect(Buffer.from(each?.value ?? []).toString()).toBe(text);
      expect(each?.headers).toEqual({ ce_id: 'x' });
    }
  });

  test('a record whose blob is gone comes without its value and is whole again once the blob is back', async () => {
    const { partition, offset } = await stored();
    const sha256 = /sha256:([0-9a-f]+)/u.exec((await plain.read('raw', partition, offset))?.headers['ce_dataref'] ?? '')?.[1] ?? '';
    await blobs.remove({ sha256 });
    const without = await log.read('raw', partition, offset);
    expect(without?.value.byteLength).toBe(0);
    expect(without?.headers['ce_dataref']).toContain(sha256);
    await blobs.put(
      (async function* () {
        yield Buffer.from(text);
      })(),
    );
    expect((await log.read('raw', partition, offset))?.value.byteLength).toBe(Buffer.byteLength(text));
  });

  test('a store of blobs that fails is an outage: nothing is appended without its value', async () => {
    const failing = {
      ...blobs,
      put: async () => {
        throw new Error('no space');
      },
    };
    await expect(
      claimCheckLog({ log: plain, blobs: failing }).append('raw', [{ ...record('k', 'x'), value: Buffer.from(text) }]),
    ).rejects.toThrow('no space');
    expect((await plain.lag('raw', 'g')).records).toBe(0);
  });
});
