import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { documentVersion, type FeedbackDocument } from '@earshot/model';
import { describeWithEngines } from '@earshot/testkit';
import * as fc from 'fast-check';
import { contractAnalyser } from './contract-analyser.ts';
import { contractDocument } from './contract-documents.ts';
import { put, remove } from './contract-setup.ts';
import { openTestIndex } from './elasticsearch-fixture.ts';
import type { Index, ItemOutcome, Versioned } from './port.ts';

const times = ['2026-09-15T08:00:00.000Z', '2026-10-15T08:00:00.000Z', '2026-11-15T08:00:00.000Z'];

/** A document of a revision, which may have another time than the revision before. */
const revised = (id: string, revision: number, month: number): Versioned => {
  const document: FeedbackDocument = contractDocument(id, {
    '@timestamp': times[month] ?? '',
    revision,
    text: `第${revision}版`,
    contentHash: `hash ${revision}`,
  });
  return put(document, documentVersion(revision, 0));
};

describeWithEngines(['elasticsearch'], 'tombstones and edits across months, written from two processes', ({ elasticsearch }) => {
  const first = openTestIndex(elasticsearch, contractAnalyser);
  const second = openTestIndex(elasticsearch, contractAnalyser, { prefix: first.prefix });
  let serial = 0;
  beforeAll(async () => {
    await first.index.apply();
  });
  afterAll(async () => {
    await second.index.close();
    await first.dispose();
  });

  const visible = async (id: string): Promise<readonly number[]> => {
    const { hits, total } = await first.index.search({ op: 'term', field: 'id', value: id }, { size: 9, sort: 'newest' });
    expect(total.value).toBe(hits.length);
    expect((await second.index.get(id))?.revision ?? null).toBe(hits[0]?.document.revision ?? null);
    return hits.map(({ document }) => document.revision);
  };

  const write = async (index: Index, operation: Versioned): Promise<ItemOutcome['tag'] | undefined> =>
    (await index.write([operation]))[0]?.tag;

  test('an edit with another time meets the month that its id lives in', async () => {
    expect(await write(first.index, revised('moves', 1, 0))).toBe('done');
    expect(await write(second.index, revised('moves', 2, 2))).toBe('done');
    expect(await visible('moves')).toEqual([2]);
    expect(await write(second.index, revised('moves', 1, 0))).toBe('stale');
    expect(await write(first.index, revised('moves', 2, 2))).toBe('same');
    expect(await visible('moves')).toEqual([2]);
  });

  test('a first revision that comes after its edit is stale in its own month too', async () => {
    expect(await write(first.index, revised('late', 2, 2))).toBe('done');
    expect(await write(second.index, revised('late', 1, 0))).toBe('stale');
    expect(await visible('late')).toEqual([2]);
    expect(await write(first.index, revised('late', 3, 1))).toBe('done');
    expect(await visible('late')).toEqual([3]);
    expect(await write(first.index, remove('late', documentVersion(4, 0)))).toBe('done');
    expect(await visible('late')).toEqual([]);
  });

  test('revisions and a tombstone at once, twice, from both sides and in any order: the newest alone is left', async () => {
    const revision = fc.record({ revision: fc.integer({ min: 1, max: 4 }), month: fc.integer({ min: 0, max: 2 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(revision, { minLength: 1, maxLength: 4, selector: (one) => one.revision }),
        fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
        fc.infiniteStream(fc.boolean()),
        async (revisions, deleted, sides) => {
          serial += 1;
          const id = `race${serial}`;
          const operations = [
            ...revisions.map((one) => revised(id, one.revision, one.month)),
            ...(deleted === undefined ? [] : [remove(id, documentVersion(deleted, 1))]),
          ];
          const sent = async (list: readonly Versioned[]): Promise<void> => {
            await Promise.all(list.map((operation) => write(sides.next().value === true ? first.index : second.index, operation)));
          };
          await sent([...operations, ...operations]);
          // Redelivery, as after a `retry` or a crash.
          await sent(operations.toReversed());
          const newest = Math.max(...revisions.map((one) => one.revision));
          expect(await visible(id)).toEqual(deleted !== undefined && deleted >= newest ? [] : [newest]);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('no two revisions of an id are ever found at once', async () => {
    const seen: number[] = [];
    const id = 'watched';
    const writing = (async (): Promise<void> => {
      for (let revision = 1; revision <= 12; revision += 1) await write(first.index, revised(id, revision, revision % 3));
    })();
    const end = new AbortController();
    void writing.finally(() => end.abort());
    while (!end.signal.aborted) {
      seen.push((await second.index.search({ op: 'term', field: 'id', value: id }, { size: 9, sort: 'newest' })).total.value);
    }
    await writing;
    expect(Math.max(...seen)).toBeLessThanOrEqual(1);
    expect(await visible(id)).toEqual([12]);
  });
});
