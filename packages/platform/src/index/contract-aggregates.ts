import { describe, expect, test } from '@jest/globals';
import type { FeedbackDocument, Query } from '@earshot/model';
import * as fc from 'fast-check';
import { contractAnalyser } from './contract-analyser.ts';
import { anyDocuments, anyQuery, contractDocument } from './contract-documents.ts';
import { type OpenIndex, put, remove, sharedIndex } from './contract-setup.ts';
import type { Bucket, GroupBy, Index, Metric } from './port.ts';
import { matches } from './reference.ts';

const all: Query = { op: 'all' };
const [documents = []] = fc.sample(anyDocuments(150), { numRuns: 1, seed: 42 });

const countOf = (query: Query): number => documents.filter((document) => matches(query, document, contractAnalyser)).length;

const bucketsOf = (bucket: Bucket): readonly Bucket[] => [bucket, ...(bucket.buckets ?? []).flatMap(bucketsOf)];

const group: fc.Arbitrary<GroupBy> = fc.oneof(
  fc.record({
    type: fc.constant('terms' as const),
    field: fc.constantFrom(
      'channel',
      'sentiment.label',
      'quality.spam',
      'topics',
      'keywords',
      'author.id',
      'labels.门店',
      'case.state',
      'intents.label',
    ),
    size: fc.integer({ min: 1, max: 12 }),
  }),
  fc.record({
    type: fc.constant('date' as const),
    field: fc.constant('@timestamp'),
    interval: fc.constantFrom('day', 'week', 'month'),
    timeZone: fc.constantFrom('+08:00', '-03:30', 'Asia/Shanghai', 'America/New_York', 'UTC'),
  }),
  fc.record({
    type: fc.constant('range' as const),
    field: fc.constantFrom('rating.value', 'sentiment.score'),
    bounds: fc.constantFrom([0], [-0.5, 0.5], [2, 4]),
  }),
);

const aspectGroups: readonly GroupBy[] = [
  { type: 'terms', field: 'aspects.category', size: 3 },
  { type: 'terms', field: 'aspects.sentiment', size: 4 },
];

const plans = fc.oneof(
  fc.array(group, { maxLength: 3 }),
  fc.tuple(group).map(([first]) => [first, ...aspectGroups]),
  fc.constant([...aspectGroups]),
);

const metrics: readonly Metric[] = [{ type: 'people' }, { type: 'avg', field: 'rating.value' }, { type: 'sum', field: 'rating.value' }];

const expectMetrics = (bucket: Bucket): void => {
  const rows = documents.filter((document) => matches(bucket.query, document, contractAnalyser));
  const ratings = rows.flatMap(({ rating }) => (rating === undefined ? [] : [rating.value]));
  const sum = ratings.reduce((total, value) => total + value, 0);
  expect(bucket.metrics['people']).toBe(new Set(rows.map(({ author }) => author.id)).size);
  if (ratings.length === 0) expect(bucket.metrics).toMatchObject({ 'avg:rating.value': null, 'sum:rating.value': null });
  else {
    expect(bucket.metrics['sum:rating.value']).toBeCloseTo(sum, 5);
    expect(bucket.metrics['avg:rating.value']).toBeCloseTo(sum / ratings.length, 5);
  }
};

const describeBuckets = (open: OpenIndex): void => {
  const shared = sharedIndex(open, documents);

  test('every bucket at every depth carries the query that opens exactly its rows', async () => {
    await fc.assert(
      fc.asyncProperty(anyQuery, plans, async (query, by) => {
        const root = await shared.index.aggregate(query, { by, metrics });
        const buckets = bucketsOf(root);
        for (const bucket of buckets) {
          expect(bucket.count).toBe(countOf(bucket.query));
          expectMetrics(bucket);
        }
        for (const bucket of buckets.slice(0, 5)) {
          expect((await shared.index.search(bucket.query, { size: 1, sort: 'newest' })).total.value).toBe(bucket.count);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('terms are biggest first, and with the rest they are all there', async () => {
    for (const field of ['channel', 'author.id', 'sentiment.label']) {
      for (const size of [1, 2, 50]) {
        const { buckets = [], otherCount = 0 } = await shared.index.aggregate(all, { by: [{ type: 'terms', field, size }], metrics: [] });
        const counts = buckets.map(({ count }) => count);
        expect(counts).toEqual(counts.toSorted((a, b) => b - a));
        expect(buckets.length).toBeLessThanOrEqual(size);
        expect(counts.reduce((sum, count) => sum + count, otherCount)).toBe(documents.length);
      }
    }
  });
};

const at = (id: string, timestamp: string, more: Partial<FeedbackDocument> = {}): FeedbackDocument =>
  contractDocument(id, { '@timestamp': timestamp, ...more });

const dated = [
  at('a', '2026-03-07T15:59:59.999Z'),
  at('b', '2026-03-07T16:00:00.000Z'),
  at('c', '2026-03-08T06:30:00.000Z'),
  at('d', '2026-03-08T07:30:00.000Z'),
  at('e', '2026-03-10T15:59:59.999Z'),
];

const stars = (value: number): Partial<FeedbackDocument> => ({
  rating: { value, min: 1, max: 5, kind: 'stars', normalised: (value - 1) / 4 },
});
const rated = [1, 2, 3, 4, 5].map((value) => contractDocument(`r${value}`, stars(value)));

const describeDates = (open: OpenIndex): void => {
  const shared = sharedIndex(open, dated);

  const keysOf = async (interval: 'hour' | 'day' | 'week' | 'month', timeZone: string): Promise<readonly [string, number][]> => {
    const { buckets = [] } = await shared.index.aggregate(all, {
      by: [{ type: 'date', field: '@timestamp', interval, timeZone }],
      metrics: [],
    });
    return buckets.map(({ key, count }) => [String(key), count]);
  };

  test.each(['+08:00', 'Asia/Shanghai'])('days begin at midnight in %s, and empty ones between are shown', async (zone) => {
    expect(await keysOf('day', zone)).toEqual([
      ['2026-03-06T16:00:00.000Z', 1],
      ['2026-03-07T16:00:00.000Z', 3],
      ['2026-03-08T16:00:00.000Z', 0],
      ['2026-03-09T16:00:00.000Z', 1],
    ]);
  });

  test('a day that loses an hour has 23 hours', async () => {
    expect(await keysOf('day', 'America/New_York')).toEqual([
      ['2026-03-07T05:00:00.000Z', 2],
      ['2026-03-08T05:00:00.000Z', 2],
      ['2026-03-09T04:00:00.000Z', 0],
      ['2026-03-10T04:00:00.000Z', 1],
    ]);
  });

  test('weeks begin on Monday, months on the first', async () => {
    expect(await keysOf('week', 'UTC')).toEqual([
      ['2026-03-02T00:00:00.000Z', 4],
      ['2026-03-09T00:00:00.000Z', 1],
    ]);
    expect(await keysOf('month', '+08:00')).toEqual([['2026-02-28T16:00:00.000Z', 5]]);
  });

  test('an unknown zone is an error', async () => {
    await expect(keysOf('day', 'Mars/Olympus')).rejects.toThrow(RangeError);
    await expect(keysOf('day', '+99:00')).rejects.toThrow(RangeError);
  });
};

const describeNumbers = (open: OpenIndex): void => {
  const shared = sharedIndex(open, rated);
  const aggregate = (index: Index, metrics: readonly Metric[], by: readonly GroupBy[] = []): Promise<Bucket> =>
    index.aggregate(all, { by, metrics });

  test('metrics are named by type and field', async () => {
    const field = 'rating.value';
    const root = await aggregate(shared.index, [
      { type: 'people' },
      { type: 'avg', field },
      { type: 'min', field },
      { type: 'max', field },
      { type: 'sum', field },
    ]);
    expect(root).toMatchObject({
      count: 5,
      metrics: { people: 1, 'avg:rating.value': 3, 'min:rating.value': 1, 'max:rating.value': 5, 'sum:rating.value': 15 },
    });
    const percentiles = await aggregate(shared.index, [{ type: 'percentiles', field, percents: [50, 100] }]);
    expect(percentiles.metrics['percentiles:rating.value']).toEqual({ 50: 3, 100: 5 });
    expect((await aggregate(shared.index, [{ type: 'percentiles', field: 'aspects.score', percents: [50] }])).metrics).toEqual({
      'percentiles:aspects.score': null,
    });
  });

  test('a metric inside a nested object counts the elements of its bucket only', async () => {
    const by: GroupBy[] = [{ type: 'terms', field: 'aspects.category', size: 5 }];
    const aspect = (category: string, score: number) => ({ category, score, start: 0, end: 2, sentiment: 'negative' as const });
    const aspects = [aspect('a', -1), aspect('a', -0.5), aspect('b', 0.25)];
    await shared.index.write([
      put(contractDocument('nested', { aspects, rating: { value: 5, min: 1, max: 5, kind: 'stars', normalised: 1 } })),
    ]);
    const metrics: Metric[] = [
      { type: 'avg', field: 'aspects.score' },
      { type: 'sum', field: 'rating.value' },
    ];
    const { buckets = [] } = await shared.index.aggregate({ op: 'exists', field: 'aspects' }, { by, metrics });
    expect(buckets.map(({ key, count, metrics: found }) => [key, count, found])).toEqual([
      ['a', 1, { 'avg:aspects.score': -0.75, 'sum:rating.value': 5 }],
      ['b', 1, { 'avg:aspects.score': 0.25, 'sum:rating.value': 5 }],
    ]);
    await shared.index.write([remove('nested', 2)]);
  });

  test('ranges take their lower bound in', async () => {
    const { buckets = [] } = await aggregate(shared.index, [], [{ type: 'range', field: 'rating.value', bounds: [2, 4] }]);
    expect(buckets.map(({ key, count }) => [key, count])).toEqual([
      ['*..2', 1],
      ['2..4', 2],
      ['4..*', 2],
    ]);
  });
};

export const describeAggregates = (open: OpenIndex): void => {
  describe('buckets', () => describeBuckets(open));
  describe('dates', () => describeDates(open));
  describe('numbers', () => describeNumbers(open));
};
