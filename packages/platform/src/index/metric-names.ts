import type { Metric } from './port.ts';

export type MetricValue = number | null | Readonly<Record<string, number>>;
export type MetricRow = Record<string, MetricValue>;

export const metricName = (metric: Metric): string => (metric.type === 'people' ? 'people' : `${metric.type}:${metric.field}`);

/** What a bucket without messages shows. */
export const emptyMetrics = (metrics: readonly Metric[]): MetricRow =>
  Object.fromEntries(metrics.map((metric) => [metricName(metric), metric.type === 'people' ? 0 : null]));
