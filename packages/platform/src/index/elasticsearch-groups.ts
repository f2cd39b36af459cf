import { type KeyCondition, nestedPathOf, periodClause, rangeClause, rangeEdges, termClause } from './bucket-query.ts';
import { fieldOf } from './elasticsearch-leaf.ts';
import type { Dsl } from './elasticsearch-match.ts';
import type { Result } from './elasticsearch-metrics.ts';
import type { Periods } from './periods.ts';
import type { GroupBy } from './port.ts';

/** A bucket of the server, before it is shown. */
export interface Keyed {
  readonly key: string | number | boolean;
  readonly condition: KeyCondition;
  readonly count: number;
  /** Absent in an empty period, which the server leaves out. */
  readonly result?: Result;
}

export interface Keys {
  readonly shown: readonly Keyed[];
  readonly otherCount?: number;
  readonly approximate: boolean;
}

/** A grouping compiled: what to ask, and what the answer means. */
export interface Group {
  readonly by: GroupBy;
  readonly path: string | undefined;
  agg(inner: Dsl): Dsl;
  read(result: unknown, countOf: (bucket: Result) => number): Keys;
}

interface RawBucket extends Result {
  readonly key: string | number;
  readonly doc_count: number;
}

const groupable = new Set(['keyword', 'boolean', 'long', 'integer', 'float', 'date']);

// Elements are counted by the server, messages by us: it must not leave out a term before we have counted.
const elementTerms = 1000;

const byBytes = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : Buffer.compare(Buffer.from(`${a}`), Buffer.from(`${b}`));

const termsGroup = (by: GroupBy & { type: 'terms' }): Group => {
  const { type } = fieldOf(by.field);
  if (!groupable.has(type)) throw new TypeError(`${by.field} cannot be grouped by its terms`);
  const path = nestedPathOf(by.field);
  const size = path === undefined ? by.size : Math.max(by.size, elementTerms);
  const order = path === undefined ? [{ _count: 'desc' }, { _key: 'asc' }] : [{ root: 'desc' }, { _key: 'asc' }];
  return {
    by,
    path,
    agg: (inner) => ({ terms: { field: by.field, size, shard_size: size * 2 + 1000, order }, aggs: inner }),
    read: (result, countOf) => {
      const found = result as { buckets: readonly RawBucket[]; sum_other_doc_count: number; doc_count_error_upper_bound: number };
      const all = found.buckets
        .map((bucket) => ({ bucket, count: countOf(bucket) }))
        .sort((a, b) => b.count - a.count || byBytes(a.bucket.key, b.bucket.key));
      const rest = all.slice(by.size).reduce((sum, { count }) => sum + count, 0);
      const shown = all.slice(0, by.size).map(({ bucket, count }): Keyed => {
        const key = type === 'boolean' ? bucket.key === 1 : bucket.key;
        return { key, condition: { by, clause: termClause(by.field, key) }, count, result: bucket };
      });
      const cut = path !== undefined && found.sum_other_doc_count > 0;
      return { shown, otherCount: rest + found.sum_other_doc_count, approximate: cut || found.doc_count_error_upper_bound > 0 };
    },
  };
};

const rangeGroup = (by: GroupBy & { type: 'range' }): Group => {
  const edges = rangeEdges(by.bounds);
  const ranges = edges.map(({ from, to }, at) => ({
    key: `${at}`,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }));
  return {
    by,
    path: nestedPathOf(by.field),
    agg: (inner) => ({ range: { field: by.field, keyed: true, ranges }, aggs: inner }),
    read: (result, countOf) => {
      const { buckets } = result as { buckets: Readonly<Record<string, Result>> };
      const shown = edges.map((edge, at): Keyed => {
        const bucket = buckets[`${at}`] ?? {};
        return { key: edge.key, condition: { by, clause: rangeClause(by.field, edge) }, count: countOf(bucket), result: bucket };
      });
      return { shown: shown.some(({ count }) => count > 0) ? shown : [], approximate: false };
    },
  };
};

/** Length of the periods where all are as long; undefined where the zone changes its clock, or months differ. */
const evenLength = ({ starts }: Periods): number | undefined => {
  const length = (starts[1] ?? 0) - (starts[0] ?? 0);
  return length > 0 && starts.every((start, at) => at === 0 || start - (starts[at - 1] ?? 0) === length) ? length : undefined;
};

/** Even periods are computed by the server, which leaves empty ones out; others are listed for it. */
const periodAgg = (field: string, periods: Periods): Dsl => {
  const length = evenLength(periods);
  const [first = 0] = periods.starts;
  if (length !== undefined) {
    const offset = ((first % length) + length) % length;
    return { date_histogram: { field, fixed_interval: `${length}ms`, offset: `+${offset}ms`, min_doc_count: 1 } };
  }
  const ranges = periods.starts.slice(0, -1).map((from, at) => ({ key: `${from}`, from, to: periods.starts[at + 1] }));
  return { date_range: { field, format: 'epoch_millis', ranges } };
};

const dateGroup = (by: GroupBy & { type: 'date' }, periods: Periods): Group => ({
  by,
  path: nestedPathOf(by.field),
  agg: (inner) => ({ ...periodAgg(by.field, periods), aggs: inner }),
  read: (result, countOf) => {
    const { buckets } = result as { buckets: readonly RawBucket[] };
    const found = new Map<number, { count: number; bucket: Result }>();
    for (const bucket of buckets) {
      const count = countOf(bucket);
      if (count > 0) found.set(periods.indexOf(Number(bucket.key)), { count, bucket });
    }
    const places = [...found.keys()];
    const shown: Keyed[] = [];
    for (let at = Math.min(...places); at <= Math.max(...places); at += 1) {
      const from = periods.starts[at] ?? 0;
      const { count = 0, bucket } = found.get(at) ?? {};
      const condition = { by, clause: periodClause(by.field, from, periods.starts[at + 1] ?? 0) };
      shown.push({ key: new Date(from).toISOString(), condition, count, ...(bucket === undefined ? {} : { result: bucket }) });
    }
    return { shown, approximate: false };
  },
});

/** @param periods of a date group, covering every moment of its field */
export const groupOfElasticsearch = (by: GroupBy, periods: Periods | undefined): Group => {
  if (by.type === 'terms') return termsGroup(by);
  if (by.type === 'range') return rangeGroup(by);
  if (periods === undefined) throw new TypeError(`${by.field} has no periods`);
  return dateGroup(by, periods);
};
