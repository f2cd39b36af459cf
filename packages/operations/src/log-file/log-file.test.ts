import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeRaw } from '@earshot/engine';
import { type DeadLetter, type RawRecord, type Topic } from '@earshot/model';
import { type Blobs, type LogRecord, openFolderBlobs, openSqliteLog, type SqliteLog, systemClock } from '@earshot/platform';
import { aRawRecord, seededRandom } from '@earshot/testkit';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { assert, asyncProperty, nat } from 'fast-check';
import { openDeadLetterBook } from '../dead/dead-letter-book.ts';
import { listDeadLetters } from '../dead/list-dead-letters.ts';
import { retryDeadLetters } from '../dead/retry-dead-letters.ts';
import { showDeadLetter } from '../dead/show-dead-letter.ts';
import { exportLog } from './export-log.ts';
import { BrokenLogFile, importLog } from './import-log.ts';

interface Installation {
  readonly log: SqliteLog;
  readonly blobs: Blobs;
}

const opened: { dir: string; log: SqliteLog }[] = [];
const install = async (): Promise<Installation> => {
  const dir = mkdtempSync(path.join(tmpdir(), 'earshot-log-file-'));
  const log = openSqliteLog({ dir, clock: systemClock });
  opened.push({ dir, log });
  return { log, blobs: await openFolderBlobs({ dir }) };
};
afterEach(async () => {
  for (const { dir, log } of opened.splice(0)) {
    await log.close();
    rmSync(dir, { recursive: true });
  }
});

const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

async function* bytesOf(text: string | Uint8Array, step = 1 << 16): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}

const exported = async ({ log, blobs }: Installation, withBlobs = true) => {
  const lines: string[] = [];
  const report = await exportLog({
    log,
    clock: systemClock,
    origin: 'f00dcafe',
    topics: ['raw', 'dead'],
    write: async (line) => void lines.push(line),
    ...(withBlobs ? { blobs } : {}),
  });
  return { text: lines.join(''), report };
};

const letterOf = ({ partition, offset, key, headers, value }: LogRecord, more: Partial<DeadLetter> = {}): DeadLetter => ({
  schema: 'dead/1',
  id: `raw/${partition}/${offset}`,
  topic: 'raw',
  partition,
  offset,
  key,
  stage: 'pipeline',
  step: 'check',
  version: '1',
  code: 'err:stage:client:unreadable-record',
  fingerprint: 'f00d',
  attempts: 1,
  failedAt: '2026-11-24T00:00:00.000Z',
  headers: { ...headers },
  value: Buffer.from(value).toString('base64'),
  ...more,
});

const attached = Buffer.from('a picture').toString('base64');
let source: Installation;
let blobSha = '';

beforeEach(async () => {
  source = await install();
  ({ sha256: blobSha } = await source.blobs.put(bytesOf(attached)));
  const records = Array.from(
    { length: 40 },
    (_, number): RawRecord =>
      aRawRecord({
        id: `fb_${number % 30}`,
        revision: Math.floor(number / 30),
        conversation: `cv_${number % 7}`,
        body: { format: 'text', content: `消息 ${number}` },
        ...(number === 5 ? { payload: { contentType: 'image/png', bytes: attached.length, blob: blobSha } } : {}),
      }),
  );
  for (const record of records) await source.log.append('raw', [encodeRaw(record)]);
  const raw = await collect(source.log.scan('raw'));
  const dead = [raw[3], raw[20], raw[33]].flatMap((record) => (record === undefined ? [] : [letterOf(record)]));
  await source.log.append(
    'dead',
    dead.map((letter) => ({ key: letter.key, value: Buffer.from(JSON.stringify(letter)), headers: {} })),
  );
});

describe('a log moves', () => {
  test('record by record in the order of each key, with blobs; letters stay dead once', async () => {
    const { text, report } = await exported(source);
    expect(report).toEqual({ records: { dead: 3, raw: 40 }, blobs: 1, missingBlobs: 0, lettersLeft: 0 });
    const target = await install();
    expect(await importLog(bytesOf(text, 777), target)).toMatchObject({
      records: { dead: 3, raw: 37 },
      blobs: 1,
      keptDead: 3,
      refusedCount: 0,
    });
    const byKey = (records: readonly LogRecord[]) => Object.groupBy(records, ({ key }) => key);
    const [there, here] = [byKey(await collect(source.log.scan('raw'))), byKey(await collect(target.log.scan('raw')))];
    const died = new Set(
      (await collect(source.log.scan('dead'))).map(({ value }) => (JSON.parse(Buffer.from(value).toString()) as DeadLetter).value),
    );
    const said = (records: readonly LogRecord[] | undefined) =>
      records?.map(({ value, headers }) => ({ text: Buffer.from(value).toString('base64'), headers }));
    for (const [key, records] of Object.entries(there)) {
      expect(said(here[key])).toEqual(said(records)?.filter(({ text: value }) => !died.has(value)));
    }
    expect(Buffer.concat(await collect(target.blobs.get({ sha256: blobSha }))).toString()).toBe(attached);
    expect(await listDeadLetters(openDeadLetterBook(target.log))).toMatchObject([{ count: 3 }]);
  });

  test('a second import of the file, or of a later one, makes no second letter and forgets no decision', async () => {
    const { text } = await exported(source);
    const target = await install();
    await importLog(bytesOf(text), target);
    const book = openDeadLetterBook(target.log);
    const [group] = await listDeadLetters(book);
    const [id = ''] = group?.samples ?? [];
    expect(id).toMatch(/^f00dcafe:raw\//u);
    await retryDeadLetters(book, { ids: [id] }, { clock: systemClock, by: 'ops' });
    await retryDeadLetters(
      openDeadLetterBook(source.log),
      { ids: [(group?.samples[1] ?? '').slice(9)] },
      { clock: systemClock, by: 'ops' },
    );
    await importLog(bytesOf((await exported(source)).text), target);
    expect(await listDeadLetters(book, { state: 'all' })).toMatchObject([{ counts: { open: 1, retried: 2, discarded: 0 } }]);
    // A letter of this log at the same place is another letter.
    const [first] = await collect(target.log.scan('raw'));
    if (first !== undefined) {
      const own = letterOf(first, { id: id.slice(9) });
      await target.log.append('dead', [{ key: own.key, value: Buffer.from(JSON.stringify(own)), headers: {} }]);
    }
    expect(await listDeadLetters(book)).toMatchObject([{ count: 2 }]);
  });

  test('a letter without its value never takes the record that lies at its old place for its own', async () => {
    const [first] = await collect(source.log.scan('raw'));
    if (first === undefined) throw new Error('no record');
    const bare = { ...letterOf(first, { offset: 10_000, id: `raw/${first.partition}/10000` }), value: '' };
    const kept = { ...letterOf(first), value: '' };
    await source.log.append(
      'dead',
      [bare, kept].map((letter) => ({ key: letter.key, value: Buffer.from(JSON.stringify(letter)), headers: {} })),
    );
    const { text, report } = await exported(source);
    expect(report.lettersLeft).toBe(1);
    const target = await install();
    expect((await importLog(bytesOf(text), target)).records).toEqual({ dead: 4, raw: 37 });
    const book = openDeadLetterBook(target.log);
    expect(await showDeadLetter(book, `f00dcafe:${bare.id}`)).toMatchObject({ gone: true });
    expect(await showDeadLetter(book, `f00dcafe:${kept.id}`)).toBeNull();
  });

  test('without blobs it says how many the records name', async () => {
    const { text, report } = await exported(source, false);
    expect(report.blobs).toBe(1);
    expect(text).not.toContain('"blob":"' + blobSha + '","data"');
  });

  test('a blob of many pieces comes through whole', async () => {
    const random = seededRandom(7);
    const bytes = Buffer.from(Array.from({ length: 900_001 }, () => random.below(256)));
    const { sha256 } = await source.blobs.put(bytesOf(bytes));
    const record = aRawRecord({
      id: 'fb_big',
      attachments: [
        { contentType: 'image/png', bytes: bytes.length, sha256 },
        { contentType: 'a/b', bytes: 1, sha256: '0'.repeat(64) },
      ],
    });
    await source.log.append('raw', [encodeRaw(record)]);
    const { text, report } = await exported(source);
    expect(report).toMatchObject({ blobs: 2, missingBlobs: 1 });
    const target = await install();
    await importLog(bytesOf(text), target);
    expect(Buffer.concat(await collect(target.blobs.get({ sha256 }))).equals(bytes)).toBe(true);
  });
});

/** Takes everything, keeps what it took. */
const memory = () => {
  const taken: string[] = [];
  return {
    taken,
    log: {
      append: async (topic: Topic, records: readonly { readonly value: Uint8Array }[]) => {
        for (const { value } of records) taken.push(`${topic} ${Buffer.from(value).toString('base64')}`);
        return records.map((_, offset) => ({ tag: 'appended' as const, partition: 0, offset }));
      },
    },
    blobs: {
      put: async (bytes: AsyncIterable<Uint8Array>) => {
        const all = Buffer.concat(await collect(bytes));
        return { sha256: createHash('sha256').update(all).digest('hex'), bytes: all.length };
      },
    },
  };
};

describe('a broken file is refused, and nothing of it goes in that was not whole', () => {
  let text = '';
  let whole: readonly string[] = [];
  beforeEach(async () => {
    // Enough records for several checks.
    for (let at = 0; at < 30; at += 1) {
      const records = Array.from({ length: 40 }, (_, number) => aRawRecord({ id: `fb_m${at}_${number}`, conversation: `cv_${number}` }));
      await source.log.append('raw', records.map(encodeRaw));
    }
    ({ text } = await exported(source));
    const target = memory();
    await importLog(bytesOf(text), target);
    whole = target.taken;
  });

  const refused = async (bytes: Uint8Array): Promise<BrokenLogFile> => {
    const target = memory();
    const error: unknown = await importLog(bytesOf(bytes), target).then(
      () => new Error('it was taken'),
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof BrokenLogFile)) throw error;
    expect(whole.slice(0, target.taken.length)).toEqual(target.taken);
    expect(Object.values(error.report.records).reduce((sum, count) => sum + count, 0)).toBe(target.taken.length);
    return error;
  };

  test('cut anywhere', async () => {
    const bytes = Buffer.from(text);
    await assert(
      asyncProperty(nat(bytes.length - 1), async (at) => void (await refused(bytes.subarray(0, at)))),
      { numRuns: 25 },
    );
    expect((await refused(bytes.subarray(0, bytes.length - 40))).report.records['raw']).toBeGreaterThan(500);
  });

  test('one bit changed anywhere', async () => {
    const bytes = Buffer.from(text);
    await assert(
      asyncProperty(nat(bytes.length - 1), nat(7), async (at, bit) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        await refused(changed);
      }),
      { numRuns: 25 },
    );
  });

  test('lines left out, put in or of another file', async () => {
    const lines = text.split('\n');
    const [header = '', second = ''] = lines;
    const without = (at: number): string => lines.toSpliced(at, 1).join('\n');
    for (const wrong of [
      without(0),
      without(700),
      without(lines.length - 2),
      `${text}{}\n`,
      `${header}\n${text}`,
      `${second}\n`,
      '',
      'hello\n',
    ]) {
      await refused(Buffer.from(wrong));
    }
    const raw = lines.find((line) => line.startsWith('{"topic":"raw"')) ?? '';
    expect((await refused(Buffer.from(`${header.replace('"raw"', '"retry"')}\n${raw}\n`))).message).toContain('does not name');
  });
});
