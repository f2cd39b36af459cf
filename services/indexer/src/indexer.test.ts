import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeRaw, runStage, logSink, fuse, encodeRaw } from '@earshot/engine';
import type { IndexedEvent } from '@earshot/model';
import {
  type Index,
  type ItemOutcome,
  openSqliteIndex,
  openSqliteLog,
  openSqliteSeen,
  type SqliteLog,
  systemClock,
} from '@earshot/platform';
import { analyseHop, cleanHop, encodeAnalysed, normaliseHop } from '@earshot/stages';
import { aRawRecord, recordingTelemetry, silentTelemetry } from '@earshot/testkit';
import { startIndexer } from './start-indexer.ts';

const analyser = { words: (text: string) => text.split(/\s+/u), fold: (text: string) => text.toLowerCase() };
const raws = Array.from({ length: 40 }, (_, at) =>
  aRawRecord({ sourceId: `m-${at}`, deleted: at % 10 === 9, body: { format: 'text', content: `快递太慢了 ${at}` } }),
);

describe('the indexer', () => {
  let dir = '';
  let log: SqliteLog;
  let index: Index;

  beforeEach(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'earshot-indexer-'));
    log = openSqliteLog({ dir, clock: systemClock, tickMs: 20, pollMs: 10 });
    index = openSqliteIndex({ dir, analyser });
    await index.apply();
    const seen = openSqliteSeen({ dir, clock: systemClock });
    await log.append('raw', raws.map(encodeRaw));
    const stage = runStage({
      stage: 'all',
      log,
      topic: 'raw',
      group: 'g',
      decode: decodeRaw,
      hops: fuse(cleanHop, normaliseHop, analyseHop),
      bypass: ({ deleted }) => deleted,
      sink: logSink(log, 'analysed', encodeAnalysed),
      memory: seen,
      clock: systemClock,
      telemetry: silentTelemetry(),
      settings: { pseudonymKey: 'k', homeOffset: '+08:00' },
    });
    while ((await log.lag('raw', 'g')).records > 0) await systemClock.sleep(10);
    await stage.drain(5000);
    await seen.close();
  });
  afterEach(async () => {
    await index.close();
    await log.close();
    rmSync(dir, { recursive: true });
  });

  const idle = async (): Promise<void> => {
    while ((await log.lag('analysed', 'earshot.analysed')).records > 0) await systemClock.sleep(10);
  };

  test('writes every document once and every deletion as a tombstone, and announces what became visible', async () => {
    const telemetry = recordingTelemetry();
    const events: IndexedEvent[] = [];
    const stage = startIndexer({ log, index, feed: { publish: (more) => events.push(...more) }, clock: systemClock, telemetry });
    await idle();
    await stage.drain(5000);
    expect((await index.search({ op: 'all' }, { size: 1, sort: 'newest' })).total.value).toBe(36);
    expect(stage.counters()).toMatchObject({ in: 40, out: 40, dead: 0 });
    expect(new Set(events.map(({ id }) => id)).size).toBe(36);
    expect(events[0]).toMatchObject({ channel: 'web', sentiment: 'negative' });
  });

  test('waits through an index that rejects everything as systemic: nothing is dead, nothing committed, then all of it goes in', async () => {
    let down = true;
    const refused = { count: 0 };
    const moody = {
      write: async (operations: Parameters<Index['write']>[0]): Promise<readonly ItemOutcome[]> => {
        if (!down) return index.write(operations);
        refused.count += operations.length;
        return operations.map(() => ({ tag: 'systemic', reason: 'disk watermark' }) as const);
      },
    };
    const stage = startIndexer({ log, index: moody, feed: { publish: () => undefined }, clock: systemClock, telemetry: silentTelemetry() });
    while (refused.count < 80) await systemClock.sleep(10);
    expect((await log.lag('analysed', 'earshot.analysed')).records).toBe(40);
    down = false;
    await idle();
    await stage.drain(5000);
    expect(stage.counters()).toMatchObject({ in: 40, out: 40, dead: 0 });
    expect((await index.search({ op: 'all' }, { size: 1, sort: 'newest' })).total.value).toBe(36);
  });
});
