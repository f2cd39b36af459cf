import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeRaw, encodeRaw, fuse, indexSink, inMemoryMemory, runStage } from '@earshot/engine';
import type { FeedbackDocument, RawRecord } from '@earshot/model';
import { type Index, openSqliteIndex, openSqliteLog, type SqliteLog, systemClock } from '@earshot/platform';
import { recordingTelemetry, silentTelemetry } from '@earshot/testkit';
import { startFreshnessProbe } from './freshness-probe.ts';
import { analyser, rows } from './testing/documents.ts';

const template = rows[0]?.document;
if (template === undefined) throw new Error('no rows');

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await systemClock.sleep(10);
};

describe('the freshness probe', () => {
  let dir = '';
  let log: SqliteLog;
  let index: Index;

  beforeEach(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'earshot-probe-'));
    log = openSqliteLog({ dir, clock: systemClock, tickMs: 20, pollMs: 10 });
    index = openSqliteIndex({ dir, analyser });
    await index.apply();
  });
  afterEach(async () => {
    await index.close();
    await log.close();
    rmSync(dir, { recursive: true });
  });

  const probe = (telemetry: ReturnType<typeof recordingTelemetry>, timeoutMs: number) =>
    startFreshnessProbe({ log, index, clock: systemClock, telemetry, encode: encodeRaw, everyMs: 2000, timeoutMs, name: 'test' });

  test('measures until a search finds it, is taken back, and leaves nothing to find', async () => {
    const memory = inMemoryMemory();
    const stage = runStage({
      stage: 'all',
      log,
      topic: 'raw',
      group: 'g',
      decode: decodeRaw,
      hops: fuse<RawRecord>(),
      bypass: ({ deleted }) => deleted,
      sink: indexSink<RawRecord, RawRecord>({
        index,
        clock: systemClock,
        generation: 0,
        toDocument: ({ id, revision, receivedAt }): FeedbackDocument => ({ ...template, id, revision, receivedAt, kind: 'machine' }),
      }),
      memory: { claim: async (claims, windowMs) => memory.claim(claims, windowMs, systemClock.now()) },
      clock: systemClock,
      telemetry: silentTelemetry(),
      settings: { pseudonymKey: 'k', homeOffset: '+00:00' },
    });
    const telemetry = recordingTelemetry();
    const stop = probe(telemetry, 5000);
    await until(() => telemetry.value('earshot_probe_freshness_seconds') > 0);
    expect(telemetry.value('earshot_probe_failures_total')).toBe(0);
    await stop();
    await until(async () => (await log.lag('raw', 'g')).records === 0);
    await stage.drain(5000);
    expect((await index.search({ op: 'all' }, { size: 1, sort: 'newest' })).total.value).toBe(0);
  });

  test('a pipeline that stands still is a failed probe', async () => {
    const telemetry = recordingTelemetry();
    const stop = probe(telemetry, 100);
    await until(() => telemetry.value('earshot_probe_failures_total', { reason: 'timeout' }) > 0);
    expect(telemetry.value('earshot_probe_freshness_seconds')).toBe(0);
    await stop();
  });
});
