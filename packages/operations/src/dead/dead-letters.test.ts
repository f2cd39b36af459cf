import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeRaw, encodeRaw, fuse, hop, indexSink, runStage } from '@earshot/engine';
import { dead, fault, ok, type RawRecord } from '@earshot/model';
import { openSqliteLog, type SqliteLog, systemClock } from '@earshot/platform';
import { aRawRecord, silentTelemetry } from '@earshot/testkit';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openDeadLetterBook } from './dead-letter-book.ts';
import { discardDeadLetters } from './discard-dead-letters.ts';
import { openReceiptBook } from './find-by-receipt.ts';
import { listDeadLetters } from './list-dead-letters.ts';
import { retryDeadLetters } from './retry-dead-letters.ts';
import { showDeadLetter } from './show-dead-letter.ts';

let dir = '';
let log: SqliteLog;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'earshot-operations-'));
  log = openSqliteLog({ dir, clock: systemClock, tickMs: 20, pollMs: 5 });
});
afterEach(async () => {
  await log.close();
  rmSync(dir, { recursive: true });
});

const by = { clock: systemClock, by: 'ops' };

const record = (number: number, more: Partial<RawRecord> = {}): RawRecord =>
  aRawRecord({
    id: `fb_${number}`,
    conversation: `cv_${number % 7}`,
    receipt: `rc_${number}`,
    body: { format: 'text', content: 'x' },
    ...more,
  });

/** Versions by id, as an index keeps them. */
const written = new Map<string, number[]>();

/** Runs the records of the raw topic through a stage that kills what `kills` names. */
const process = async (kills: (record: RawRecord) => boolean): Promise<void> => {
  const stage = runStage({
    stage: 'check',
    log,
    topic: 'raw',
    group: 'checkers',
    decode: decodeRaw,
    hops: fuse(
      hop<RawRecord>('check').step<object>({
        kind: 'plain',
        name: 'check-record',
        version: '1',
        decide: (given) => (kills(given) ? dead(fault('err:intake:client:out-of-range', { path: '/rating' })) : ok(given)),
      }),
    ),
    sink: indexSink<RawRecord, RawRecord>({
      index: {
        write: async (operations) =>
          operations.map(({ id, version }) => {
            written.set(id, [...(written.get(id) ?? []), version]);
            return { tag: 'done' };
          }),
      },
      clock: systemClock,
      generation: 0,
      toDocument: (given) => ({ id: given.id }) as never,
    }),
    memory: { claim: async () => [] },
    clock: systemClock,
    telemetry: silentTelemetry(),
    settings: { pseudonymKey: 'key', homeOffset: '+08:00' },
  });
  while ((await log.lag('raw', 'checkers')).records > 0) await systemClock.sleep(5);
  await stage.drain(5000);
};

const collect = async <T>(records: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const record of records) all.push(record);
  return all;
};

const count = async (topic: 'raw' | 'dead'): Promise<number> => {
  let records = 0;
  for await (const _ of log.scan(topic)) records += 1;
  return records;
};

const append = (records: readonly RawRecord[]) => log.append('raw', records.map(encodeRaw));
const numbers = (length: number): RawRecord[] => Array.from({ length }, (_, number) => record(number));

describe('dead letters', () => {
  beforeEach(() => written.clear());

  test('are grouped by what failed, with counts, channels and samples', async () => {
    await append(numbers(20));
    await log.append('raw', [{ key: 'k', value: Buffer.from('{"id":'), headers: {} }]);
    await process(() => true);
    const [first, second, ...more] = await listDeadLetters(openDeadLetterBook(log), { samples: 3 });
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      stage: 'check',
      step: 'check-record',
      code: 'err:intake:client:out-of-range',
      path: '/rating',
      count: 20,
      counts: { open: 20, retried: 0, discarded: 0 },
    });
    expect(Object.values(first?.channels ?? {})).toEqual([20]);
    expect(new Set(first?.samples).size).toBe(3);
    expect(Date.parse(first?.firstFailedAt ?? '')).toBeLessThanOrEqual(Date.parse(first?.lastFailedAt ?? ''));
    expect(second).toMatchObject({ step: 'decode', count: 1, channels: {} });
  });

  test('a retry runs the record again as it was, once; a second retry changes nothing', async () => {
    await append(numbers(12));
    await process(({ id }) => id.endsWith('1'));
    const book = openDeadLetterBook(log);
    const [group] = await listDeadLetters(book);
    const selector = { fingerprint: group?.fingerprint ?? '' };
    expect(await retryDeadLetters(book, selector, { ...by, dryRun: true })).toMatchObject({ retried: 2, skipped: 0 });
    expect([await count('raw'), await count('dead')]).toEqual([12, 2]);
    expect(await retryDeadLetters(book, selector, { ...by, reason: 'mended' })).toMatchObject({ retried: 2, skipped: 0, goneCount: 0 });
    for (const again of [book, openDeadLetterBook(log)]) {
      expect(await retryDeadLetters(again, { all: true }, by)).toMatchObject({ retried: 0, skipped: 2 });
      expect(await discardDeadLetters(again, selector, by)).toMatchObject({ discarded: 0, skipped: 2 });
    }
    expect([await count('raw'), await count('dead')]).toEqual([14, 4]);
    await process(() => false);
    expect(written.size).toBe(12);
    expect([...written.values()].every((versions) => new Set(versions).size === 1)).toBe(true);
    expect(await listDeadLetters(book)).toEqual([]);
    expect(await listDeadLetters(book, { state: 'retried' })).toMatchObject([{ count: 2 }]);
  });

  test('key, value and headers come back byte by byte, with where they come from', async () => {
    const original = { key: '会话-1', value: Uint8Array.from([0xff, 0x00, 0x7b]), headers: { ce_id: 'x', traceparent: '00-1-2-01' } };
    await log.append('raw', [original]);
    await process(() => true);
    await retryDeadLetters(openDeadLetterBook(log), { all: true }, by);
    const [first, second] = await collect(log.scan('raw'));
    expect(second?.key).toBe(first?.key);
    expect(Buffer.from(second?.value ?? [])).toEqual(Buffer.from(original.value));
    expect(second?.headers).toEqual({ ...original.headers, ce_retryof: `raw/${first?.partition}/0`, ce_retryattempts: '1' });
  });

  test('what dies again gets a letter of its own; attempts go on, headers stay small', async () => {
    await append([record(1)]);
    const book = openDeadLetterBook(log);
    for (const attempts of [1, 2, 3]) {
      await process(() => true);
      const [group] = await listDeadLetters(book);
      expect(group).toMatchObject({ count: 1, counts: { open: 1, retried: attempts - 1 } });
      const shown = await showDeadLetter(book, group?.samples[0] ?? '');
      expect(shown).toMatchObject({ state: 'open', gone: false, letter: { attempts, offset: attempts - 1 } });
      expect(Object.keys(shown?.letter.headers ?? {}).filter((name) => name.startsWith('ce_retry'))).toHaveLength(attempts === 1 ? 0 : 2);
      await retryDeadLetters(book, { ids: group?.samples ?? [] }, by);
    }
  });

  test('a crash between append and resolution repeats the append, which the index takes as the same version', async () => {
    await append(numbers(3));
    await process(() => true);
    let crash = true;
    const crashing = {
      ...log,
      append: async (...[topic, records]: Parameters<typeof log.append>) => {
        if (topic === 'dead' && crash) throw new Error('killed');
        return log.append(topic, records);
      },
    };
    const selector = { all: true } as const;
    await expect(retryDeadLetters(openDeadLetterBook(crashing), selector, by)).rejects.toThrow('killed');
    expect([await count('raw'), await count('dead')]).toEqual([6, 3]);
    crash = false;
    expect(await retryDeadLetters(openDeadLetterBook(crashing), selector, by)).toMatchObject({ retried: 3 });
    expect([await count('raw'), await count('dead')]).toEqual([9, 6]);
    await process(() => false);
    expect([...written.values()].map((versions) => new Set(versions).size)).toEqual([1, 1, 1]);
  });

  test('a letter without its value is read from its place; when retention took that, it says so and stays open', async () => {
    const big = record(1, { body: { format: 'text', content: 'y'.repeat(900_000) } });
    await append([big, record(2, { conversation: 'other' })]);
    await process(({ id }) => id === 'fb_1');
    const book = openDeadLetterBook(log);
    const [group] = await listDeadLetters(book);
    const ids = group?.samples ?? [];
    expect(await showDeadLetter(book, ids[0] ?? '')).toMatchObject({ letter: { value: '' }, original: { id: 'fb_1' }, gone: false });
    await retryDeadLetters(book, { ids }, by);
    const copies = (await collect(log.scan('raw'))).filter(({ key }) => key === big.conversation);
    expect(copies.map(({ value }) => decodeRaw({ ...copies[0], value } as never).body?.content.length)).toEqual([900_000, 900_000]);
    await process(({ id }) => id === 'fb_1');
    const [again] = await listDeadLetters(book);
    // Retention of `raw` ends 60 days before that of `dead`.
    await log.expire(systemClock.now() + 31 * 86_400_000);
    expect(await retryDeadLetters(book, { all: true }, by)).toMatchObject({ retried: 0, gone: again?.samples, goneCount: 1 });
    expect(await listDeadLetters(book)).toMatchObject([{ counts: { open: 1 } }]);
  });

  test('a redelivered original makes one letter', async () => {
    await append([record(1)]);
    await process(() => true);
    const [letter] = await collect(log.scan('dead'));
    if (letter !== undefined) await log.append('dead', [letter, letter]);
    const book = openDeadLetterBook(log);
    expect(await listDeadLetters(book)).toMatchObject([{ count: 1 }]);
    expect(await retryDeadLetters(book, { all: true }, by)).toMatchObject({ retried: 1, skipped: 0 });
    expect(await count('raw')).toBe(2);
  });

  test('limit bounds an action, ids that nobody knows are counted, discarded letters are not run', async () => {
    await append(numbers(10));
    await process(() => true);
    const book = openDeadLetterBook(log);
    expect(await discardDeadLetters(book, { all: true }, { ...by, limit: 4 })).toMatchObject({ discarded: 4 });
    expect(await listDeadLetters(book)).toMatchObject([{ count: 6, counts: { open: 6, discarded: 4 } }]);
    expect(await retryDeadLetters(book, { ids: ['raw/0/999', 'nonsense'] }, by)).toMatchObject({ retried: 0, unknown: 2 });
    expect(await retryDeadLetters(book, { all: true }, by)).toMatchObject({ retried: 6, skipped: 4 });
  });

  test('are found by their receipt until they are sent again, each read once', async () => {
    await append(numbers(5));
    await process(({ id }) => id !== 'fb_3');
    let read = 0;
    const counting = {
      ...log,
      scan: async function* (...given: Parameters<typeof log.scan>) {
        for await (const found of log.scan(...given)) {
          read += 1;
          yield found;
        }
      },
    };
    const book = openReceiptBook(counting);
    expect(await book.byReceipt('rc_2')).toMatchObject({ feedbackId: 'fb_2' });
    expect(await book.byReceipt('rc_3')).toBeNull();
    expect(read).toBe(4);
    await retryDeadLetters(openDeadLetterBook(log), { all: true }, by);
    expect(await book.byReceipt('rc_2')).toBeNull();
    expect(read).toBe(8);
  });
});

test('a resolution that is read before its letter still resolves it', async () => {
  await append([record(1)]);
  await process(() => true);
  await retryDeadLetters(openDeadLetterBook(log), { all: true }, by);
  const entries = await collect(log.scan('dead'));
  const reversed = {
    ...log,
    scan: async function* () {
      yield* entries.toReversed();
    },
  };
  expect(await listDeadLetters(openDeadLetterBook(reversed), { state: 'all' })).toMatchObject([{ counts: { open: 0, retried: 1 } }]);
});
