import { type FeedbackDocument, printQuery, type Query, type Scalar } from '@earshot/model';
import { meets, valuesAt } from './evaluate.ts';

export interface GroupBy {
  readonly type: 'terms' | 'date' | 'range';
  readonly field: string;
  readonly size?: number;
  readonly interval?: string;
  readonly bounds?: readonly number[];
}

export interface Metric {
  readonly type: string;
  readonly field?: string;
}

interface Group {
  readonly key: Scalar;
  readonly clause: Query;
}

/** Shanghai has had no change of clocks since 1991. */
const zoneMs = 8 * 3_600_000;
const lengths: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

const startOf = (time: number, interval: string): number => {
  const local = time + zoneMs;
  const length = lengths[interval];
  if (length !== undefined) return Math.floor(local / length) * length - zoneMs;
  const date = new Date(local);
  date.setUTCHours(0, 0, 0, 0);
  if (interval === 'week') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  else date.setUTCDate(1);
  return date.getTime() - zoneMs;
};

const nextOf = (start: number, interval: string): number =>
  startOf(start + (lengths[interval] ?? (interval === 'week' ? 7 : 32) * 86_400_000), interval);

const groupsOf = (documents: readonly FeedbackDocument[], by: GroupBy): readonly Group[] => {
  const values = new Set(documents.flatMap((document) => valuesAt(document, by.field)) as Scalar[]);
  if (by.type === 'range') {
    const bounds = by.bounds ?? [];
    return [...bounds, undefined].map((lt, place) => {
      const gte = bounds[place - 1];
      const clause: Query = { op: 'range', field: by.field, ...(gte === undefined ? {} : { gte }), ...(lt === undefined ? {} : { lt }) };
      return { key: `${gte ?? '*'}..${lt ?? '*'}`, clause };
    });
  }
  if (by.type === 'terms') {
    const nested = by.field.startsWith('aspects.');
    return [...values].map((value) => {
      const term: Query = { op: 'term', field: by.field, value };
      return { key: value, clause: nested ? { op: 'nested', path: 'aspects', clause: term } : term };
    });
  }
  const interval = by.interval ?? 'day';
  return [...new Set([...values].map((value) => startOf(Date.parse(String(value)), interval)))]
    .sort((a, b) => a - b)
    .map((start) => {
      const [gte, lt] = [new Date(start).toISOString(), new Date(nextOf(start, interval)).toISOString()];
      return { key: gte, clause: { op: 'range', field: by.field, gte, lt } };
    });
};

const measure = (documents: readonly FeedbackDocument[], { type, field = '' }: Metric): readonly [string, number | null] => {
  if (type === 'people') return ['people', new Set(documents.map(({ author }) => author.id)).size];
  const values = documents.flatMap((document) => valuesAt(document, field)) as number[];
  return [`${type}:${field}`, values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length];
};

export interface Answer {
  readonly key?: Scalar;
  readonly count: number;
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly query: string;
  readonly buckets?: readonly Answer[];
}

export const aggregateIn = (
  documents: readonly FeedbackDocument[],
  query: Query,
  by: readonly GroupBy[],
  metrics: readonly Metric[],
  key?: Scalar,
): Answer => {
  const [group, ...rest] = by;
  const answer = {
    ...(key === undefined ? {} : { key }),
    count: documents.length,
    metrics: Object.fromEntries(metrics.map((metric) => measure(documents, metric))),
    query: printQuery(query),
  };
  if (group === undefined) return answer;
  const all = groupsOf(documents, group).map((found) =>
    aggregateIn(
      documents.filter((document) => meets(document, found.clause)),
      { op: 'and', clauses: [query, found.clause] },
      rest,
      metrics,
      found.key,
    ),
  );
  const buckets = all.filter(({ count }) => count > 0);
  const ranked = group.type === 'terms' ? buckets.toSorted((a, b) => b.count - a.count).slice(0, group.size) : buckets;
  return { ...answer, buckets: ranked };
};
