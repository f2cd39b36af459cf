import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { encodeRaw, type Memory, type StageHandle } from '@earshot/engine';
import { type RawRecord, type Topic, topics } from '@earshot/model';
import {
  openSqliteLog,
  openSqliteSeen,
  partitionOf,
  type SqliteLog,
  type SqliteSeen,
  systemClock,
  type WorkerStage,
} from '@earshot/platform';
import { type AnalysedMessage, decodeAnalysed } from '@earshot/stages';
import { aRawRecord, silentTelemetry } from '@earshot/testkit';
import { hopChain, inputTopic, isChain } from './hop-chain.ts';
import { startWorker } from './start-worker.ts';

const settings = { pseudonymKey: 'key', homeOffset: '+08:00' };
const texts = [
  '快递太慢了，三天还没到',
  '請問什麼時候退款？',
  'The room was spotless, thank you!',
  'Breakfast was cold and nobody cared.',
  '好评！',
];

const raws: readonly RawRecord[] = Array.from({ length: 60 }, (_, at) => {
  const sourceId = `m-${at % 50}`;
  const text = `${texts[at % texts.length] ?? ''} ${at}`;
  return aRawRecord({ sourceId, revision: at < 50 ? 0 : 1, deleted: at % 17 === 16, body: { format: 'text', content: text } });
});

const newest = async (log: SqliteLog): Promise<Map<string, AnalysedMessage>> => {
  const found = new Map<string, AnalysedMessage>();
  for await (const record of log.scan('analysed')) {
    const message = decodeAnalysed(record);
    const known = found.get(message.id);
    if (known === undefined || known.revision <= message.revision) found.set(message.id, message);
  }
  return found;
};

describe('a worker', () => {
  let dir = '';
  let log: SqliteLog;
  let seen: SqliteSeen;
  const running: StageHandle[] = [];

  const start = (stages: readonly WorkerStage[], memory: Memory): StageHandle => {
    const handle = startWorker({ stages, log, memory, clock: systemClock, telemetry: silentTelemetry(), settings });
    running.push(handle);
    return handle;
  };
  const stopAll = async (): Promise<void> => {
    await Promise.all(running.splice(0).map((handle) => handle.drain(5000)));
  };
  const idle = async (from: readonly Topic[]): Promise<void> => {
    for (const topic of from) while ((await log.lag(topic, `earshot.${topic}`)).records > 0) await systemClock.sleep(10);
  };
  const open = (): void => {
    dir = mkdtempSync(path.join(tmpdir(), 'earshot-worker-'));
    log = openSqliteLog({ dir, clock: systemClock, tickMs: 20, pollMs: 10 });
    seen = openSqliteSeen({ dir, clock: systemClock });
  };
  const close = async (): Promise<void> => {
    await stopAll();
    await seen.close();
    await log.close();
    rmSync(dir, { recursive: true });
  };
  beforeEach(open);
  afterEach(close);

  test('a worker per topic says what a fused one says, deletions and edits included, and keeps keys in their partition', async () => {
    await log.append('raw', raws.map(encodeRaw));
    start(['clean', 'normalise', 'analyse'], seen);
    await idle(['raw']);
    const fused = await newest(log);
    await close();
    open();
    await log.append('raw', raws.map(encodeRaw));
    for (const stage of ['clean', 'normalise', 'analyse'] as const) start([stage], seen);
    await idle(['raw', 'cleaned', 'normalised']);
    expect(await newest(log)).toEqual(fused);
    expect(fused.size).toBe(50);
    expect([...fused.values()].filter(({ deleted }) => deleted)).toHaveLength(3);
    for await (const { key, partition } of log.scan('analysed')) expect(partition).toBe(partitionOf(key, topics.analysed.partitions));
  });

  test('a change from fused to single workers goes on where the fused one stopped', async () => {
    await log.append('raw', raws.slice(0, 30).map(encodeRaw));
    const first = start(['clean', 'normalise', 'analyse'], seen);
    await idle(['raw']);
    await first.drain(5000);
    await log.append('raw', raws.slice(30).map(encodeRaw));
    const single = start(['clean'], seen);
    await idle(['raw']);
    expect(single.counters().in).toBe(30);
  });

  test('what one stage cannot read is its dead letter, and the others flow on', async () => {
    const poison = { key: 'cv_x', value: Buffer.from('{"id":1}'), headers: { ce_dataschema: 'cleaned/1' } };
    await log.append('cleaned', [poison]);
    await log.append('raw', raws.slice(0, 5).map(encodeRaw));
    const [, normalise] = [start(['clean'], seen), start(['normalise'], seen)];
    await idle(['raw', 'cleaned']);
    expect(normalise.counters()).toMatchObject({ in: 6, out: 5, dead: 1 });
    const letters: unknown[] = [];
    for await (const { value } of log.scan('dead')) letters.push(JSON.parse(Buffer.from(value).toString()));
    expect(letters).toMatchObject([{ stage: 'normalise', topic: 'cleaned', code: 'err:stage:client:unreadable-record' }]);
  });
});

describe('stages of a worker', () => {
  test.each<[readonly WorkerStage[], boolean]>([
    [['clean'], true],
    [['normalise', 'analyse'], true],
    [['clean', 'normalise', 'analyse'], true],
    [['clean', 'analyse'], false],
    [['analyse', 'clean'], false],
    [['clean', 'clean'], false],
    [[], false],
  ])('%j follow each other: %j', (stages, expected) => {
    expect(isChain(stages)).toBe(expected);
    if (expected) expect(hopChain(stages).from).toBe(inputTopic(stages));
    else expect(() => hopChain(stages)).toThrow(/follow each other/u);
  });
});
