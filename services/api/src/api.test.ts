import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FeedbackDocument } from '@earshot/model';
import { idsWhere, type Row, rows } from './testing/documents.ts';
import { type RunningApi, runApi } from './testing/running-api.ts';

interface Hit {
  readonly id: string;
  readonly document: FeedbackDocument;
  readonly highlights: readonly { readonly field: 'text' | 'title'; readonly start: number; readonly end: number }[];
}
interface SearchAnswer {
  readonly hits: readonly Hit[];
  readonly total: { readonly value: number; readonly relation: string };
  readonly cursor?: string;
}
interface Bucket {
  readonly key?: string | number | boolean;
  readonly count: number;
  readonly query: string;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly buckets?: readonly Bucket[];
}
let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api.close());

const get = (path: string, parameters: Readonly<Record<string, string>> = {}) =>
  api.app.inject({ url: `${path}?${new URLSearchParams(parameters).toString()}` });

const search = async (parameters: Readonly<Record<string, string>>): Promise<SearchAnswer> => {
  const response = await get('/v1/search', { size: '200', ...parameters });
  expect({ parameters, status: response.statusCode }).toEqual({ parameters, status: 200 });
  return response.json<SearchAnswer>();
};

const idsOf = ({ hits }: SearchAnswer): string[] => hits.map(({ id }) => id).toSorted();

const exportedIds = async (q: string): Promise<string[]> => {
  const response = await get('/v1/export', { q });
  expect(response.statusCode).toBe(200);
  const lines = response.body.split('\n').filter((line) => line !== '');
  return lines.map((line) => (JSON.parse(line) as { id: string }).id).toSorted();
};

const aggregate = (payload: unknown) =>
  api.app.inject({
    method: 'POST',
    url: '/v1/aggregate',
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify(payload),
  });

const says =
  (...sayings: readonly Row['saying'][]) =>
  ({ saying }: Row): boolean =>
    sayings.includes(saying);

describe('GET /v1/search', () => {
  const queries: readonly [q: string, wanted: (row: Row) => boolean][] = [
    ['', () => true],
    ['太慢', says('late', 'broken')],
    ['slow', says('slow', 'both')],
    ['客服', says('kind', 'both')],
    ['“太慢了”', says('late')],
    ['"not acceptable"', says('slow')],
    ['「要求退款」', says('broken')],
    ['太慢 AND 退款', says('broken')],
    ['slow AND friendly', says('both')],
    ['太慢 OR slow', says('late', 'broken', 'slow', 'both')],
    ['太慢 AND NOT 退款', says('late')],
    ['slow -客服', says('slow')],
    ['（快递 OR friendly） NOT crashed', says('late', 'clean')],
    ['sentiment:negative language:zh', says('late', 'broken')],
    ['channel:email 太慢', ({ saying, document }) => ['late', 'broken'].includes(saying) && document.channel === 'email'],
    ['rating:<=2', ({ document }) => document.rating !== undefined && document.rating.value <= 2],
    ['-rating:*', ({ document }) => document.rating === undefined],
    ['topic:deliv*', says('late', 'slow', 'broken')],
    ['aspects:(category:service.attitude sentiment:positive)', says('kind', 'both')],
    ['aspects:(category:service.attitude sentiment:negative)', () => false],
    ['@timestamp:2026-11-20', ({ document }) => document['@timestamp'].startsWith('2026-11-20')],
  ];
  test.each(queries)('%p finds exactly its rows, and the export streams the same', async (q, wanted) => {
    const expected = idsWhere(wanted);
    const answer = await search({ q });
    expect(idsOf(answer)).toEqual(expected);
    expect(answer.total).toEqual({ value: expected.length, relation: 'eq' });
    expect(await exportedIds(q)).toEqual(expected);
  });

  const filters: readonly [parameters: Readonly<Record<string, string>>, wanted: (row: Row) => boolean][] = [
    [{ channel: 'web' }, ({ document }) => document.channel === 'web'],
    [{ channel: 'web,hotline', q: 'slow' }, (row) => says('slow', 'both')(row) && ['web', 'hotline'].includes(row.document.channel)],
    [{ sentiment: 'positive,mixed' }, says('kind', 'clean', 'both')],
    [{ topic: 'app.crash' }, says('both')],
    [
      { from: '2026-11-20', to: '2026-11-21T08:00:00+08:00' },
      ({ document }) => document['@timestamp'] >= '2026-11-20' && document['@timestamp'] < '2026-11-21T00:00:00.000Z',
    ],
    [{ to: '2026-11-19' }, ({ document }) => document['@timestamp'] < '2026-11-19'],
  ];
  test.each(filters)('parameters %j filter beside the query', async (parameters, wanted) => {
    const expected = idsWhere(wanted);
    expect(expected.length).toBeGreaterThan(0);
    expect(idsOf(await search(parameters))).toEqual(expected);
  });

  test.each(['太慢', '“太慢了”', 'slow', '客服 friendly'])(
    'the highlights of %p lie inside the text and show words of the query',
    async (q) => {
      const { hits } = await search({ q });
      for (const { document, highlights } of hits) {
        expect(highlights.length).toBeGreaterThan(0);
        for (const { field, start, end } of highlights) {
          const text = document[field] ?? '';
          expect([start >= 0, start < end, end <= text.length]).toEqual([true, true, true]);
          expect(q.toLowerCase()).toContain(text.slice(start, end).toLowerCase());
        }
      }
    },
  );

  test.each(['newest', 'oldest', 'relevance'])('a cursor pages through all rows once, %s first', async (sort) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page: SearchAnswer = await search({ sort, size: '7', q: 'slow OR 退款', ...(cursor === undefined ? {} : { cursor }) });
      expect(page.hits.length).toBeGreaterThan(0);
      seen.push(...page.hits.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen.toSorted()).toEqual(idsWhere(says('slow', 'both', 'kind', 'broken')));
  });

  test('newest and oldest are in the order of time', async () => {
    const times = async (sort: string) => (await search({ sort })).hits.map(({ document }) => document['@timestamp']);
    const expected = rows.map(({ document }) => document['@timestamp']).toSorted();
    expect(await times('oldest')).toEqual(expected);
    expect(await times('newest')).toEqual(expected.toReversed());
  });

  test('a document is found by its id; an unknown id is 404', async () => {
    expect((await get('/v1/documents/fb_4')).json<{ document: FeedbackDocument }>().document).toEqual(rows[4]?.document);
    const missing = await get('/v1/documents/fb_none');
    expect([missing.statusCode, missing.json<{ code: string }>().code]).toEqual([404, 'err:request:client:not-found']);
  });
});

describe('POST /v1/aggregate', () => {
  const opensItsRows = async (bucket: Bucket): Promise<number> => {
    const { query: q, count, key } = bucket;
    const { total } = await search({ q, size: '1' });
    const exported = await exportedIds(q);
    expect({ key, q, total: total.value, exported: exported.length }).toEqual({ key, q, total: count, exported: count });
    let sum = 1;
    for (const child of bucket.buckets ?? []) sum += await opensItsRows(child);
    return sum;
  };

  const plans: readonly [name: string, body: Readonly<Record<string, unknown>>, minimum: number][] = [
    ['channel by sentiment', { by: ['channel', 'sentiment.label'] }, 17],
    ['aspects by their sentiment', { by: ['aspects.category', 'aspects.sentiment'] }, 9],
    ['days of Shanghai', { by: [{ type: 'date', field: '@timestamp', interval: 'day', timeZone: '+08:00' }] }, 6],
    ['hours of a zone with summer time', { by: ['@timestamp'], interval: 'hour', timeZone: 'Asia/Shanghai' }, 50],
    ['ranges of the rating', { by: [{ type: 'range', field: 'rating.normalised', bounds: [0.25, 0.5, 1] }] }, 5],
    ['a Chinese query by language and day', { query: '太慢 OR slow', by: ['language', '@timestamp'] }, 12],
    ['a phrase without groups', { query: '“太慢了”' }, 1],
  ];
  test.each(plans)('every bucket of %s opens exactly its rows', async (_name, body, minimum) => {
    const response = await aggregate(body);
    expect(response.statusCode).toBe(200);
    expect(await opensItsRows(response.json<Bucket>())).toBeGreaterThanOrEqual(minimum);
  });

  test('days begin where the time zone says', async () => {
    const { buckets = [] } = (await aggregate({ by: ['@timestamp'], timeZone: '+08:00' })).json<Bucket>();
    const counted = new Map<string, number>();
    for (const { document } of rows) {
      const local = new Date(Date.parse(document['@timestamp']) + 8 * 3_600_000).toISOString().slice(0, 10);
      const start = new Date(`${local}T00:00:00+08:00`).toISOString();
      counted.set(start, (counted.get(start) ?? 0) + 1);
    }
    expect(Object.fromEntries(buckets.map(({ key, count }) => [key, count]))).toEqual(Object.fromEntries(counted));
  });

  test('percentiles, averages and people stand on every bucket', async () => {
    const metrics = ['people', 'avg:rating.value', 'percentiles:rating.value'];
    const root = (await aggregate({ by: ['channel'], metrics })).json<Bucket>();
    const values = rows.flatMap(({ document }) => (document.rating === undefined ? [] : [document.rating.value]));
    expect(root.metrics['people']).toBe(9);
    expect(root.metrics['avg:rating.value']).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 9);
    for (const { metrics: found } of [root, ...(root.buckets ?? [])]) {
      expect(found['people']).toEqual(expect.any(Number));
      expect(found['percentiles:rating.value']).toEqual({ 50: expect.any(Number), 90: expect.any(Number), 99: expect.any(Number) });
    }
  });
});

describe('GET /v1/export as CSV', () => {
  test('opens in a spreadsheet: BOM, header, one line for each row, no formula, numbers as numbers', async () => {
    const response = await get('/v1/export', { format: 'csv' });
    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(response.headers['content-disposition']).toContain('earshot.csv');
    expect([...response.rawPayload.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [header = '', ...lines] = response.body.replace(/^\ufeff/u, '').split('\r\n');
    const names = header.split(',');
    // A spreadsheet would read a bare @ as the start of a formula.
    expect(names[0]).toBe("'@timestamp");
    expect(names).toEqual(expect.arrayContaining(['id', 'channel', 'text', 'sentiment.label', 'rating.value', 'topics']));
    expect(lines.filter((line) => line !== '')).toHaveLength(rows.length);
    expect(response.body).not.toMatch(/(?:^|,)"?=cmd/mu);
    expect(response.body).toContain("'=cmd|' /C calc'!A0");
    expect(response.body).toContain('快递太慢了，三天还没到');
    expect(response.body).toContain(',-0.75,');
  });
});
