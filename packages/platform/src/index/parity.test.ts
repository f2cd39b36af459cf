import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWithEngines } from '@earshot/testkit';
import type { FeedbackDocument, Query } from '@earshot/model';
import * as fc from 'fast-check';
import { contractAnalyser } from './contract-analyser.ts';
import { anyDocuments, anyQuery } from './contract-documents.ts';
import { put, remove } from './contract-setup.ts';
import { openTestIndex } from './elasticsearch-fixture.ts';
import type { AggregatePlan, Bucket, GroupBy, Index, Metric, SortOrder } from './port.ts';
import { openSqliteIndex } from './sqlite.ts';

const [documents = []] = fc.sample(anyDocuments(250), { numRuns: 1, seed: 7 });

/** Numbers that no binary fraction holds exactly, so that both sides must keep them whole. */
const inexact = (document: FeedbackDocument, place: number): FeedbackDocument => ({
  ...document,
  sentiment: { ...document.sentiment, score: ((place % 21) - 10) / 10 },
  ...(document.aspects === undefined
    ? {}
    : { aspects: document.aspects.map((aspect, at) => ({ ...aspect, score: (((place + at) % 21) - 10) / 10 })) }),
});

const term = (field: string, size: number): GroupBy => ({ type: 'terms', field, size });

const anyGroup: fc.Arbitrary<GroupBy> = fc.oneof(
  fc.record({
    type: fc.constant('terms' as const),
    field: fc.constantFrom(
      'channel',
      'sentiment.label',
      'quality.spam',
      'topics',
      'author.id',
      'labels.门店',
      'aspects.category',
      'aspects.sentiment',
      'intents.label',
    ),
    size: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({
    type: fc.constant('date' as const),
    field: fc.constant('@timestamp'),
    interval: fc.constantFrom('day', 'week', 'month'),
    timeZone: fc.constantFrom('+08:00', 'Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', 'UTC'),
  }),
  fc.record({
    type: fc.constant('range' as const),
    field: fc.constantFrom('rating.value', 'sentiment.score', 'aspects.score'),
    bounds: fc.constantFrom([0], [-0.3, 0.1, 0.7], [2, 4]),
  }),
);

const anyMetric: fc.Arbitrary<Metric> = fc.oneof(
  fc.constant<Metric>({ type: 'people' }),
  fc.record({
    type: fc.constantFrom('avg', 'min', 'max', 'sum'),
    field: fc.constantFrom('rating.value', 'sentiment.score', 'aspects.score', 'intents.score'),
  }),
);

const anyPlan: fc.Arbitrary<AggregatePlan> = fc.oneof(
  fc.record({ by: fc.array(anyGroup, { maxLength: 3 }), metrics: fc.array(anyMetric, { maxLength: 2 }) }),
  // A key of the message between two keys of one element.
  fc.record({
    by: fc.constant([term('aspects.category', 3), term('channel', 3), term('aspects.sentiment', 3)]),
    metrics: fc.array(anyMetric),
  }),
);

/** Rounds what two engines add up in another order. */
const rounded = (bucket: Bucket): unknown => ({
  ...bucket,
  metrics: Object.fromEntries(
    Object.entries(bucket.metrics).map(([name, value]) => [name, typeof value === 'number' ? Number(value.toFixed(9)) + 0 : value]),
  ),
  ...(bucket.buckets === undefined ? {} : { buckets: bucket.buckets.map(rounded) }),
});

const shownBy = async (index: Index, query: Query, sort: SortOrder): Promise<unknown> => {
  const { hits, total } = await index.search(query, { size: documents.length, sort, highlight: true });
  return { total, hits: hits.map(({ document, highlights }) => ({ document, highlights })) };
};

describeWithEngines(['elasticsearch'], 'both index adapters give the same answers', ({ elasticsearch }) => {
  const dir = mkdtempSync(path.join(tmpdir(), 'earshot-parity-'));
  const embedded = openSqliteIndex({ dir, analyser: contractAnalyser });
  const distributed = openTestIndex(elasticsearch, contractAnalyser, { shards: 2 });

  beforeAll(async () => {
    await distributed.index.apply();
    const first = documents.map((document, place) => put(inexact(document, place)));
    const removals = documents.filter((_, place) => place % 17 === 3).map(({ id }) => remove(id, 2));
    const edits = documents
      .filter((_, place) => place % 13 === 5)
      .map((document) => put({ ...document, text: '已经改过 slow' }, 2_097_152));
    for (const operations of [first, removals, edits]) {
      expect(await distributed.index.write(operations)).toEqual(await embedded.write(operations));
    }
  });
  afterAll(async () => {
    await embedded.close();
    rmSync(dir, { recursive: true });
    await distributed.dispose();
  });

  test('the same documents in the same order, with the same marks and totals', async () => {
    await fc.assert(
      fc.asyncProperty(anyQuery, fc.constantFrom<SortOrder>('newest', 'oldest'), async (query, sort) => {
        expect(await shownBy(distributed.index, query, sort)).toEqual(await shownBy(embedded, query, sort));
      }),
      { numRuns: 100 },
    );
  });

  test('the same buckets at every depth, with the same counts, metrics, rest and queries', async () => {
    await fc.assert(
      fc.asyncProperty(anyQuery, anyPlan, async (query, plan) => {
        expect(rounded(await distributed.index.aggregate(query, plan))).toEqual(rounded(await embedded.aggregate(query, plan)));
      }),
      { numRuns: 120 },
    );
  });
});
