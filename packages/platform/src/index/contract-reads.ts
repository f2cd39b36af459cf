import { describe, expect, test } from '@jest/globals';
import type { FeedbackDocument, Query } from '@earshot/model';
import * as fc from 'fast-check';
import { contractAnalyser } from './contract-analyser.ts';
import { anyDocuments, anyQuery, contractDocument } from './contract-documents.ts';
import { collect, type OpenIndex, put, sharedIndex } from './contract-setup.ts';
import { BadCursor } from './faults.ts';
import type { Hit, Index, Page, SortOrder } from './port.ts';
import { matches } from './reference.ts';

const all: Query = { op: 'all' };
const [documents = []] = fc.sample(anyDocuments(150), { numRuns: 1, seed: 20_261_124 });

const newestFirst = (a: FeedbackDocument, b: FeedbackDocument): number =>
  Date.parse(b['@timestamp']) - Date.parse(a['@timestamp']) || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id));

const idsOf = (query: Query): readonly string[] =>
  documents
    .filter((document) => matches(query, document, contractAnalyser))
    .sort(newestFirst)
    .map(({ id }) => id);

const walk = async (index: Index, query: Query, sort: SortOrder, size: number): Promise<readonly Hit[]> => {
  const hits: Hit[] = [];
  let page: Page = { size, sort };
  for (;;) {
    const found = await index.search(query, page);
    hits.push(...found.hits);
    if (found.cursor === undefined) return hits;
    page = { ...page, cursor: found.cursor };
  }
};

const describeParity = (open: OpenIndex): void => {
  const shared = sharedIndex(open, documents);

  test('any query finds exactly the documents that it describes', async () => {
    await fc.assert(
      fc.asyncProperty(anyQuery, async (query) => {
        const { hits, total } = await shared.index.search(query, { size: documents.length, sort: 'newest' });
        const expected = idsOf(query);
        expect(hits.map(({ id }) => id)).toEqual(expected);
        expect(total.value).toBe(expected.length);
      }),
      { numRuns: 400 },
    );
  });

  test('no text in a query makes a search fail or leave its place', async () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.stringMatching(/^["'*():\-+^{}\0 ANDORT]{0,12}$/));
    const clause = text.chain((given) =>
      fc.constantFrom<Query>(
        { op: 'words', text: given },
        { op: 'phrase', text: given },
        { op: 'term', field: 'channel', value: given },
        { op: 'prefix', field: 'topics', value: `${given}x` },
        { op: 'term', field: `labels.x${given}`, value: given },
        { op: 'nested', path: 'aspects', clause: { op: 'term', field: 'aspects.term', value: given } },
      ),
    );
    await fc.assert(
      fc.asyncProperty(clause, async (query) => {
        const either: Query = { op: 'or', clauses: [query, { op: 'term', field: 'id', value: 'd0' }] };
        const { hits } = await shared.index.search(either, { size: 200, sort: 'relevance', highlight: true });
        expect(hits.map(({ id }) => id)).toContain('d0');
        for (const { document, highlights } of hits) {
          for (const { field, start, end } of highlights)
            expect(0 <= start && start < end && end <= (document[field] ?? '').length).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('a scan yields the documents of the search, newest first', async () => {
    await fc.assert(
      fc.asyncProperty(anyQuery, async (query) => {
        expect((await collect(shared.index.scan(query))).map(({ id }) => id)).toEqual(idsOf(query));
      }),
      { numRuns: 50 },
    );
  });

  test('pages of any size put together are the whole, each document once, in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyQuery,
        fc.constantFrom<SortOrder>('newest', 'oldest', 'relevance'),
        fc.integer({ min: 7, max: 60 }),
        async (query, sort, size) => {
          const hits = await walk(shared.index, query, sort, size);
          const ids = hits.map(({ id }) => id);
          if (sort === 'newest') expect(ids).toEqual(idsOf(query));
          else if (sort === 'oldest') expect(ids).toEqual(idsOf(query).toReversed());
          else {
            expect(ids.toSorted()).toEqual(idsOf(query).toSorted());
            expect(hits.every(({ score }, place) => score <= (hits[place - 1]?.score ?? score))).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a cursor is good for its own query and order only', async () => {
    const { cursor = '' } = await shared.index.search(all, { size: 3, sort: 'newest' });
    expect(cursor).not.toBe('');
    const other: Query = { op: 'exists', field: 'id' };
    await expect(shared.index.search(other, { size: 3, sort: 'newest', cursor })).rejects.toThrow(BadCursor);
    await expect(shared.index.search(all, { size: 3, sort: 'oldest', cursor })).rejects.toThrow(BadCursor);
    await expect(shared.index.search(all, { size: 3, sort: 'newest', cursor: 'bm90IG9uZQ' })).rejects.toThrow(BadCursor);
    await expect(shared.index.search(all, { size: 3, sort: 'newest', cursor: `${cursor.slice(0, -4)}AAAA` })).rejects.toThrow(BadCursor);
  });
};

const describeScan = (open: OpenIndex): void => {
  const shared = sharedIndex(open, documents);

  test('a scan sees one point in time, whatever is written meanwhile', async () => {
    const seen: string[] = [];
    for await (const document of shared.index.scan(all)) {
      seen.push(document.id);
      if (seen.length === 2) await shared.index.write([put(contractDocument('late', { '@timestamp': '2020-01-01T00:00:00.000Z' }))]);
    }
    expect(seen).toEqual(idsOf(all));
    expect(await shared.index.get('late')).not.toBeNull();
  });

  test('a scan that is left early leaves nothing behind', async () => {
    for await (const document of shared.index.scan(all)) {
      expect(document.id).toBe(idsOf(all)[0]);
      break;
    }
    expect((await shared.index.write([put(contractDocument('after'))]))[0]).toEqual({ tag: 'done' });
  });
};

export const describeReads = (open: OpenIndex): void => {
  describe('generated queries', () => describeParity(open));
  describe('scan', () => describeScan(open));
};
