import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { deadLetter, documentVersion, fault, type FeedbackDocument } from '@earshot/model';
import type { AppendOutcome, LogRecord, NewRecord, Versioned } from '@earshot/platform';
import { composeDeadLetter, writeDeadLetters } from './dead-letters.ts';
import { indexSink, logSink, readJourney } from './index.ts';
import { writeJourney } from './journey.ts';

const source: LogRecord = {
  key: '会话',
  value: Buffer.from('原文 original'),
  headers: { ce_id: '1' },
  partition: 3,
  offset: 41,
  appendedAt: 0,
};
const at = '2026-03-02T08:00:00.000Z';
const journey = [{ stage: 'clean', at, ms: 1.5 }];
const input = { id: 'fb_1', revision: 2, deleted: false, receivedAt: at };

describe('indexSink', () => {
  const written: Versioned[] = [];
  const told: Versioned[] = [];
  const sink = indexSink<typeof input, { readonly text: string }>({
    index: {
      write: async (operations) => {
        written.push(...operations);
        return operations.map((_, place) => ({ tag: place === 0 ? 'done' : 'same' }));
      },
    },
    clock: { now: () => Date.parse(at) + 20 },
    generation: 5,
    toDocument: ({ text }) => ({ text }) as unknown as FeedbackDocument,
    onIndexed: (operations) => told.push(...operations),
  });

  test('a document carries version, stamps and journey; a deletion is a tombstone of its own time; only what is new is told', async () => {
    const outcomes = await sink.write([
      { source, input, output: { text: '很好' }, journey },
      { source, input: { ...input, revision: 3, deleted: true }, journey: [] },
    ]);
    const version = documentVersion(2, 5);
    const stamp = '2026-03-02T08:00:00.020Z';
    const document = { text: '很好', indexedAt: stamp, journey: [...journey, { stage: 'index', at: stamp, ms: 20 }] };
    expect(outcomes).toEqual([{ tag: 'done' }, { tag: 'same' }]);
    expect(written).toEqual([
      { tag: 'put', id: 'fb_1', version, document },
      { tag: 'delete', id: 'fb_1', version: documentVersion(3, 5), deletedAt: at },
    ]);
    expect(told).toEqual(written.slice(0, 1));
  });
});

describe('logSink', () => {
  test('one append for all, in order; too large is a rejection; the journey goes along', async () => {
    const appends: (readonly NewRecord[])[] = [];
    const log = {
      append: async (_topic: string, records: readonly NewRecord[]): Promise<readonly AppendOutcome[]> => {
        appends.push(records);
        return records.map((_, place) =>
          place === 1 ? { tag: 'refused', reason: 'too-large', limitBytes: 7 } : { tag: 'appended', partition: 0, offset: place },
        );
      },
    };
    const sink = logSink<typeof input, string>(log, 'cleaned', ({ output = '' }) => ({
      key: 'k',
      value: Buffer.from(output),
      headers: {},
    }));
    const outcomes = await sink.write(['甲', '乙'].map((output) => ({ source, input, output, journey })));
    expect(outcomes).toEqual([{ tag: 'done' }, { tag: 'reject', reason: 'over 7 bytes' }]);
    expect(appends.map((records) => records.map(({ value }) => Buffer.from(value).toString()))).toEqual([['甲', '乙']]);
    expect(readJourney(appends[0]?.[0]?.headers ?? {})).toEqual(journey);
  });
});

describe('journey header', () => {
  test('what was written is read back; no header makes it throw', () => {
    const entry = fc.record({ stage: fc.string(), at: fc.constant(at), ms: fc.nat() }, { noNullPrototype: true });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 16 }), (entries) => expect(readJourney(writeJourney({}, entries))).toEqual(entries)),
    );
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => Array.isArray(readJourney({ ce_journey: text }))));
  });
});

describe('dead letters', () => {
  const casualty = { source, step: 'link', version: '1', fault: fault('err:intake:client:too-deep', { path: '/a' }), attempts: 2 };
  const letter = composeDeadLetter('clean', 'raw', casualty, at);

  test('the letter meets its schema and keeps the original byte by byte', () => {
    expect(deadLetter.parse(letter)).toEqual(letter);
    expect(letter.id).toBe('raw/3/41');
    expect(Buffer.from(letter.value, 'base64')).toEqual(source.value);
  });

  test('equal failures share a fingerprint, others do not', () => {
    const other = composeDeadLetter('clean', 'raw', { ...casualty, source: { ...source, offset: 1 } }, at);
    expect(other.fingerprint).toBe(letter.fingerprint);
    expect(composeDeadLetter('clean', 'raw', { ...casualty, step: 'judge' }, at).fingerprint).not.toBe(letter.fingerprint);
  });

  test('an original too large for its own letter stays where it is, and the letter names the place', async () => {
    const kept: string[] = [];
    const append = async (_topic: string, records: readonly NewRecord[]): Promise<readonly AppendOutcome[]> =>
      records.map(({ value }) => {
        const { value: original, detail } = deadLetter.parse(JSON.parse(Buffer.from(value).toString()));
        if (original !== '') return { tag: 'refused', reason: 'too-large', limitBytes: 1 };
        kept.push(detail ?? '');
        return { tag: 'appended', partition: 0, offset: 0 };
      });
    await writeDeadLetters({ append }, [letter]);
    expect(kept).toEqual([`original of ${source.value.byteLength} bytes stays at raw/3/41`]);
  });
});
