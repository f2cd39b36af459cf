import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeRaw, fuse, indexSink, runHop } from '@earshot/engine';
import type { RawRecord } from '@earshot/model';
import {
  type Clock,
  type Index,
  openSqliteIndex,
  openSqliteLog,
  openSqliteSeen,
  type Seen,
  type SqliteLog,
  sqliteShadows,
  systemClock,
} from '@earshot/platform';
import { analyseHop, cleanHop, composeDocument, normaliseHop } from '@earshot/stages';
import { aRawRecord } from '@earshot/testkit';
import { fold, words } from '@earshot/text';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { always } from '../merged-scan.ts';
import { replayRecords } from './replay-records.ts';

const hour = 3_600_000;
const analyser = { words, fold };
const settings = { pseudonymKey: 'key', homeOffset: '+08:00' };
const everything = { op: 'all' } as const;

let dir = '';
let now = Date.UTC(2026, 9, 1);
const clock: Clock = { ...systemClock, now: () => now };
let log: SqliteLog;
let seen: Seen;
const recents: Seen[] = [];

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'earshot-replay-'));
  now = Date.UTC(2026, 9, 1);
  log = openSqliteLog({ dir, clock });
  seen = openSqliteSeen({ dir, clock });
});
afterEach(async () => {
  for (const recent of recents.splice(0)) await recent.close();
  await seen.close();
  await log.close();
  rmSync(dir, { recursive: true });
});

const withIndex = async <T>(work: (index: Index) => Promise<T>): Promise<T> => {
  const index = openSqliteIndex({ dir, analyser });
  try {
    await index.apply();
    return await work(index);
  } finally {
    await index.close();
  }
};

/** The first run, message by message, each at its own time. */
const live = (given: RawRecord): Promise<void> =>
  withIndex(async (index) => {
    await log.append('raw', [encodeRaw(given)]);
    const context = { now, settings };
    const sink = indexSink<RawRecord, Parameters<typeof composeDocument>[0]>({ index, clock, generation: 0, toDocument: composeDocument });
    const item = { source: { ...encodeRaw(given), partition: 0, offset: 0, appendedAt: now }, input: given, journey: [] };
    if (given.deleted) {
      await sink.write([item]);
      return;
    }
    const [cleaned] = await runHop(cleanHop, [given], seen, context);
    if (cleaned?.outcome.tag !== 'ok') throw new Error('no clean record');
    const [normalised] = await runHop(normaliseHop, [cleaned.outcome.value], seen, context);
    if (normalised?.outcome.tag !== 'ok') throw new Error('no normalised record');
    const [analysed] = await runHop(analyseHop, [normalised.outcome.value], seen, context);
    if (analysed?.outcome.tag !== 'ok') throw new Error('no analysed record');
    await sink.write([{ ...item, output: analysed.outcome.value }]);
  });

const shadows = () => sqliteShadows({ dir, analyser });

const partsOf = (shadow: { readonly index: Pick<Index, 'write'>; readonly generation: number }) => ({
  log,
  ...shadow,
  hops: fuse(cleanHop, normaliseHop, analyseHop),
  toDocument: composeDocument,
  lasting: seen,
  openRecent: (time: Clock) => {
    const recent = openSqliteSeen({ dir: mkdtempSync(path.join(dir, 'recent-')), clock: time });
    recents.push(recent);
    return recent;
  },
  clock,
  settings,
});

const text = (number: number, content: string, more: Partial<RawRecord> = {}): RawRecord =>
  aRawRecord({
    id: `fb_${number}`,
    sourceId: `${number}`,
    conversation: `cv_${number}`,
    receivedAt: new Date(now).toISOString(),
    author: { address: 'li@example.com' },
    body: { format: 'text', content },
    ...more,
  });

/** Two days: duplicates inside and outside their window, an edit, a deletion, a message with a clock that runs ahead. */
const story = async (): Promise<void> => {
  const slow = '快递太慢了，等了三天还没有送到，客服也不回复。';
  await live(text(1, slow));
  await live(text(5, 'The room was clean and the staff were friendly to us.'));
  now += hour;
  await live(text(2, slow));
  now += 3 * hour;
  await live(text(3, 'Delivery is too slow.', { occurredAt: '2031-01-01T00:00:00Z' }));
  await live(text(4, 'take me back'));
  now += 27 * hour;
  // The window of the first one is over: this one counts as new.
  await live(text(6, slow));
  await live(text(5, 'The room was dirty and the staff were rude to us.', { revision: 1 }));
  await live(text(3, 'Delivery is too slow!', { occurredAt: '2031-01-01T00:00:00Z', revision: 1 }));
  await live(text(4, '', { revision: 1, deleted: true }));
  now += 90 * 24 * hour;
};

const duplicateOf = async (id: string): Promise<string | undefined> =>
  withIndex(async (index) => (await index.get(id))?.quality.duplicateOf);

test('a replay comes out as the first run did: duplicates in their windows, times of first receipts, edits, deletions', async () => {
  await story();
  expect([await duplicateOf('fb_2'), await duplicateOf('fb_6')]).toEqual(['fb_1', undefined]);
  const all = shadows();
  const shadow = await all.openShadow('again');
  const report = await replayRecords(partsOf(shadow), always);
  expect(report).toEqual({ records: 9, written: 8, tombstones: 1, superseded: 0, conflicts: 0, left: 0, dead: {} });
  const none = { count: 0, samples: [] };
  expect(await all.diff('again', everything)).toEqual({ same: 5, onlyLive: none, onlyShadow: none, different: none, relabelled: none });
  await all.close();
});

test('a range begins to remember before it begins to write', async () => {
  await story();
  const second = await withIndex((index) => index.get('fb_2'));
  const from = Date.parse(second?.receivedAt ?? '');
  const all = shadows();
  const shadow = await all.openShadow('part');
  const report = await replayRecords(partsOf(shadow), { from, to: from + hour });
  expect(report).toMatchObject({ records: 1, written: 1 });
  expect((await shadow.index.get('fb_2'))?.quality.duplicateOf).toBe('fb_1');
  const within = { op: 'range', field: 'receivedAt', gte: new Date(from).toISOString(), lt: new Date(from + hour).toISOString() } as const;
  expect(await all.diff('part', within)).toMatchObject({ same: 1, onlyLive: { count: 0 } });
  await all.close();
});

test('the diff tells what is only here, only there, other content and read otherwise', async () => {
  await story();
  const all = shadows();
  const shadow = await all.openShadow('other');
  await replayRecords(partsOf(shadow), always);
  const put = async (id: string, version: number, change: object): Promise<void> => {
    const document = await shadow.index.get(id === 'fb_9' ? 'fb_1' : id);
    if (document !== null) await shadow.index.write([{ tag: 'put', id, version, document: { ...document, id, ...change } }]);
  };
  await put('fb_1', 2 ** 30, { contentHash: 'other' });
  await put('fb_2', 2 ** 30, { intent: 'praise' });
  await put('fb_9', 1, {});
  await shadow.index.write([{ tag: 'delete', id: 'fb_6', version: 2 ** 30, deletedAt: '2026-11-01T00:00:00.000Z' }]);
  expect(await all.diff('other', everything)).toEqual({
    same: 2,
    onlyLive: { count: 1, samples: ['fb_6'] },
    onlyShadow: { count: 1, samples: ['fb_9'] },
    different: { count: 1, samples: ['fb_1'] },
    relabelled: { count: 1, samples: ['fb_2'] },
  });
  await all.close();
});

const contents = () =>
  withIndex(async (index) => {
    const found: Record<string, string> = {};
    for await (const { id, contentHash, indexedAt } of index.scan(everything)) found[id] = `${contentHash} ${indexedAt ?? ''}`;
    return found;
  });

test('a swap takes the replayed documents and carries over the rest; later edits still win, deletions stay', async () => {
  await story();
  const before = await contents();
  const second = await withIndex((index) => index.get('fb_2'));
  const from = Date.parse(second?.receivedAt ?? '');
  const all = shadows();
  const shadow = await all.openShadow('part');
  await replayRecords(partsOf(shadow), { from, to: from + hour });
  expect(await all.swap('part')).toEqual({ carried: 5 });
  const after = await contents();
  expect(Object.keys(after).toSorted()).toEqual(Object.keys(before).toSorted());
  expect(Object.keys(after).filter((id) => after[id] !== before[id])).toEqual(['fb_2']);
  expect(readdirSync(path.join(dir, 'shadows'))).toEqual([]);
  // The next replay is above this one.
  expect((await all.openShadow('next')).generation).toBe(2);
  await withIndex(async (index) => {
    const document = await index.get('fb_2');
    if (document === null) throw new Error('fb_2 is gone');
    const write = (id: string, version: number) => index.write([{ tag: 'put', id, version, document: { ...document, id } }]);
    expect(await write('fb_2', 0)).toEqual([{ tag: 'stale' }]);
    expect(await write('fb_4', 0)).toEqual([{ tag: 'stale' }]);
    expect(await write('fb_2', 2 ** 20)).toEqual([{ tag: 'done' }]);
  });
  await all.close();
});

test('whatever breaks in the middle, the live index is as it was, and the next replay starts clean', async () => {
  await story();
  const before = await contents();
  const all = shadows();
  const { index, generation } = await all.openShadow('broken');
  let writes = 0;
  const breaking: Pick<Index, 'write'> = {
    write: async (operations) => {
      writes += 1;
      await index.write(operations.slice(0, 3));
      throw new Error('the disk is gone');
    },
  };
  await expect(replayRecords(partsOf({ index: breaking, generation }), always)).rejects.toThrow('the disk is gone');
  expect(writes).toBe(1);
  expect(await contents()).toEqual(before);
  await all.close();
  const again = shadows();
  const shadow = await again.openShadow('broken');
  expect(await shadow.index.get('fb_1')).toBeNull();
  // A reader that still has the live index open keeps it from being swapped away under it.
  const reader = openSqliteIndex({ dir, analyser, readOnly: true });
  const walk = reader.scan(everything)[Symbol.asyncIterator]();
  await walk.next();
  await expect(again.swap('broken')).rejects.toThrow(/lock|use/u);
  await walk.return?.(undefined);
  await reader.close();
  expect(await contents()).toEqual(before);
  await again.close();
});

test('a refused write waits and goes again in order; what nobody can read is counted', async () => {
  await story();
  await log.append('raw', [{ key: 'k', value: Buffer.from('{"id":'), headers: {} }]);
  const all = shadows();
  const { index, generation } = await all.openShadow('slow');
  let refusals = 3;
  const slow: Pick<Index, 'write'> = {
    write: async (operations) => {
      if (refusals === 0) return index.write(operations);
      refusals -= 1;
      const done = await index.write(operations.slice(0, 2));
      return operations.map((_, at) => done[at] ?? { tag: 'retry', reason: 'busy' });
    },
  };
  const report = await replayRecords(
    { ...partsOf({ index: slow, generation }), clock: { ...clock, sleep: async () => undefined } },
    always,
  );
  expect(report).toMatchObject({ records: 10, written: 8, tombstones: 1, dead: { 'err:stage:client:unreadable-record': 1 } });
  expect(await all.diff('slow', everything)).toMatchObject({ same: 5 });
  await all.close();
});
