import type { Dsl } from './elasticsearch-match.ts';
import { fieldOf } from './elasticsearch-leaf.ts';
import { metricName, type MetricRow, type MetricValue } from './metric-names.ts';
import type { Metric } from './port.ts';

/** The part of an aggregation's answer that one bucket is: other parts by their names. */
export type Result = Readonly<Record<string, unknown>> & { readonly doc_count?: number };

/** The server counts as exactly as this many distinct people allow, and estimates beyond. */
export const peopleThreshold = (depth: number): number => (depth === 0 ? 40_000 : 3_000);

const numeric = new Set(['date', 'long', 'integer', 'float', 'boolean']);

/** Nested object whose elements the metric counts; undefined for a field of the message. */
export const metricPath = (metric: Metric): string | undefined => (metric.type === 'people' ? undefined : fieldOf(metric.field).nestedIn);

/** Aggregations of one metric, each under a name of its own; none where its field holds no numbers. */
export const metricAggs = (metric: Metric, depth: number): Dsl => {
  const name = metricName(metric);
  if (metric.type === 'people') return { [name]: { cardinality: { field: 'author.id', precision_threshold: peopleThreshold(depth) } } };
  if (!numeric.has(fieldOf(metric.field).type)) return {};
  if (metric.type !== 'percentiles') return { [name]: { stats: { field: metric.field } } };
  return { [name]: { percentiles: { field: metric.field, percents: metric.percents, keyed: false, tdigest: { compression: 400 } } } };
};

interface Stats {
  readonly count: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly avg: number | null;
  readonly sum: number | null;
}

const percentiles = (found: { readonly values: readonly { key: number; value: number | null }[] }): MetricValue =>
  found.values.some(({ value }) => value === null)
    ? null
    : Object.fromEntries(found.values.map(({ key, value }) => [`${key}`, value ?? 0]));

/** The value of a metric in the part that `metricAggs` asked for. */
export const readMetric = (metric: Metric, result: Result): MetricRow => {
  const name = metricName(metric);
  const found = result[name];
  if (found === undefined) return {};
  if (metric.type === 'people') return { [name]: (found as { value: number }).value };
  if (metric.type === 'percentiles') return { [name]: percentiles(found as Parameters<typeof percentiles>[0]) };
  const stats = found as Stats;
  // The sum of nothing is no number.
  return { [name]: stats.count === 0 ? null : stats[metric.type] };
};
