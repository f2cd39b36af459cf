import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { feedbackId, rawRecord, topics } from '@earshot/model';
import * as fc from 'fast-check';
import type { Connector, ParsedItem, ReceiptMeta } from './connector.ts';
import { sha256 } from './reading/bytes.ts';
import { sampleOf } from './reading/sample.ts';
import { streamItems } from './stream-items.ts';

/** A file of `fixtures/` and what comes out of it. */
export interface Fixture {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly format: string;
  readonly items: number;
  readonly faults: number;
  /** Told by content alone, without a name. */
  readonly detected: boolean;
  /** The file is turned into another form before it is cut (UTF-16, mbox), so originals are not runs of its bytes. */
  readonly transcoded: boolean;
}

/** Fixtures of a connector's folder by `fixtures/expected.json`: file to `{format, items, faults, detected?, transcoded?}`; every file must be listed. */
export const loadFixtures = (folder: string): readonly Fixture[] => {
  const expected = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as Record<
    string,
    { format: string; items: number; faults: number; detected?: boolean; transcoded?: boolean }
  >;
  return readdirSync(folder)
    .filter((file) => file !== 'expected.json')
    .map((file) => {
      const what = expected[file];
      if (what === undefined) throw new RangeError(`${file} is not listed in expected.json`);
      return { file, bytes: readFileSync(path.join(folder, file)), detected: true, transcoded: false, ...what };
    });
};

const meta: ReceiptMeta = { account: 'conformance', receivedAt: '2026-03-01T08:00:00.000Z', receipt: 'rc_1' };
const later: ReceiptMeta = { ...meta, receivedAt: '2026-03-02T08:00:00.000Z', receipt: 'rc_2' };

const recordsOf = (items: readonly ParsedItem[]) => items.flatMap((item) => (item.tag === 'item' ? [item.record] : []));

const isKept = (item: ParsedItem, bytes: Uint8Array, transcoded = false): boolean => {
  if (item.tag === 'fault') return item.original === undefined ? (item.blobs?.length ?? 0) > 0 : true;
  const { payload } = item.record;
  if (payload === undefined) return false;
  if (payload.text !== undefined)
    return (transcoded || Buffer.from(bytes).includes(payload.text)) && Buffer.byteLength(payload.text) === payload.bytes;
  return item.blobs?.some((blob) => sha256(blob) === payload.blob) === true;
};

const expectSound = (connector: Connector, items: readonly ParsedItem[]): void => {
  for (const item of items) {
    if (item.tag === 'fault') continue;
    const { record } = item;
    expect(rawRecord.safeParse(record).error).toBeUndefined();
    expect(record.connector).toBe(connector.spec.name);
    expect(record.id).toBe(feedbackId(record));
    expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThan(topics.raw.maxMessageBytes);
    for (const { sha256: address } of record.attachments ?? []) expect(item.blobs?.map((blob) => sha256(blob))).toContain(address);
  }
  const receipts = recordsOf(items).map(({ receipt }) => receipt);
  expect(new Set(receipts).size).toBe(receipts.length);
};

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const streamed = async (connector: Connector, fixture: Fixture, size: number, from = 0) => {
  const found = [];
  const options = { connector, format: fixture.format, meta: { ...meta, filename: fixture.file }, from };
  for await (const one of streamItems(chunked(fixture.bytes, size), options)) found.push(one);
  return found;
};

const fixtureTests = (connector: Connector, fixture: Fixture): void => {
  const named = { ...meta, format: fixture.format, filename: fixture.file };

  test('every item comes out, every broken part is a fault of its own', async () => {
    const items = await connector.parse(fixture.bytes, named);
    const faults = items.filter(({ tag }) => tag === 'fault');
    expect({ items: items.length - faults.length, faults: faults.length }).toEqual({ items: fixture.items, faults: fixture.faults });
  });

  test('records are valid, their receipts unique, their originals kept byte by byte', async () => {
    const items = await connector.parse(fixture.bytes, named);
    expectSound(connector, items);
    expect(items.filter((item) => !isKept(item, fixture.bytes, fixture.transcoded))).toEqual([]);
  });

  test('a second import of the file finds the same ids', async () => {
    const first = recordsOf(await connector.parse(fixture.bytes, named));
    const second = recordsOf(await connector.parse(fixture.bytes, { ...later, format: fixture.format, filename: fixture.file }));
    expect(second.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
  });

  if (fixture.detected) {
    test('the format is told by content alone', () => {
      expect(connector.detect(sampleOf(fixture.bytes))).toBe(fixture.format);
    });
  }

  if (connector.sequences?.[fixture.format] !== undefined) {
    test.each([1, 7, 65_536])('streamed in chunks of %i bytes it yields the same items', async (size) => {
      const items = await connector.parse(fixture.bytes, named);
      expect((await streamed(connector, fixture, size)).map(({ item }) => item)).toEqual(items);
    });

    test('reading resumes behind any item and yields exactly the rest', async () => {
      const all = await streamed(connector, fixture, 65_536);
      for (const { next } of all) {
        expect(await streamed(connector, fixture, 1000, next)).toEqual(
          all.filter((one) => one.next > next).map((one) => expect.objectContaining({ item: one.item, next: one.next })),
        );
      }
    });
  }
};

/** Bytes that resemble what a connector expects: fixtures cut, overwritten and joined. */
const damaged = (fixtures: readonly Fixture[]): fc.Arbitrary<{ bytes: Uint8Array; format: string }> =>
  fc
    .record({
      fixture: fc.constantFrom(...fixtures),
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      patch: fc.uint8Array({ maxLength: 12 }),
    })
    .map(({ fixture, cut, at, patch }) => {
      const bytes = Uint8Array.from(fixture.bytes.subarray(0, Math.ceil(fixture.bytes.length * cut)));
      bytes.set(patch.subarray(0, bytes.length), Math.floor(at * Math.max(bytes.length - patch.length, 0)));
      return { bytes, format: fixture.format };
    });

const propertyTests = (connector: Connector, fixtures: readonly Fixture[]): void => {
  const anyText = fc.string({ unit: 'binary', maxLength: 300 }).map((text) => new Uint8Array(Buffer.from(text)));
  const anyBytes = fc.oneof(fc.uint8Array({ maxLength: 400 }), anyText);

  test.each(connector.spec.formats)('no bytes make the parser of %s throw, every record is valid', async (format) => {
    await fc.assert(
      fc.asyncProperty(anyBytes, async (bytes) => {
        expectSound(connector, await connector.parse(bytes, { ...meta, format }));
      }),
      { numRuns: 150 },
    );
  });

  test('damaged files never throw, never grow out of bounds, keep their originals', async () => {
    await fc.assert(
      fc.asyncProperty(damaged(fixtures), async ({ bytes, format }) => {
        const items = await connector.parse(bytes, { ...meta, format });
        expectSound(connector, items);
        expect(items.length).toBeLessThanOrEqual(bytes.length + 1);
        expect(items.filter((item) => item.tag === 'fault' && !isKept(item, bytes))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('an unknown format is a fault, not a guess', async () => {
    const items = await connector.parse(Buffer.from('{"id":1}'), { ...meta, format: 'no-such-format' });
    expect(items).toMatchObject([{ tag: 'fault', fault: { code: 'err:intake:client:unknown-format' } }]);
  });
};

/** What every connector must keep to; its own test names the fixtures. */
export const connectorConformance = (connector: Connector, fixtures: readonly Fixture[]): void => {
  const { spec } = connector;
  describe(`connector ${spec.name}`, () => {
    test('the spec is complete: name, formats with a fixture each, config with defaults', () => {
      expect(spec.name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(spec.summary).not.toBe('');
      expect(spec.config.safeParse({}).success).toBe(true);
      expect(spec.config.safeParse({ 'no-such-key': 1 }).success).toBe(false);
      expect(spec.formats.filter((format) => !fixtures.some((fixture) => fixture.format === format))).toEqual([]);
      expect(Object.keys(connector.sequences ?? {}).filter((format) => !spec.formats.includes(format))).toEqual([]);
    });
    for (const fixture of fixtures) describe(fixture.file, () => fixtureTests(connector, fixture));
    propertyTests(connector, fixtures);
  });
};
