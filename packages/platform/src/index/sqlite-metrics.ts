import type { DatabaseSync } from 'node:sqlite';
import { bucketId, type RawKey } from './bucket-key.ts';
import { metricName, type MetricRow, type MetricValue } from './metric-names.ts';
import type { Metric } from './port.ts';
import { nestedPathOf } from './bucket-query.ts';
import type { Level } from './sqlite-level.ts';
import { fieldValue, fromWhere } from './sqlite-groups.ts';
import { arrays } from './sqlite-reader.ts';

const expressions = (metric: Metric): readonly string[] => {
  if (metric.type === 'people') return ['count(DISTINCT value)'];
  if (metric.type === 'percentiles') return metric.percents.map((percent) => `percentile(value, ${percent})`);
  return [`${metric.type}(value)`];
};

const valueOf = (metric: Metric, results: readonly (number | null)[]): MetricValue => {
  if (metric.type !== 'percentiles') return results[0] ?? null;
  if (results[0] === null) return null;
  return Object.fromEntries(metric.percents.map((percent, place) => [`${percent}`, results[place] ?? 0]));
};

const metricsOf = (metrics: readonly Metric[], results: readonly (number | null)[]): MetricRow => {
  const row: MetricRow = {};
  let at = 0;
  for (const metric of metrics) {
    const width = expressions(metric).length;
    row[metricName(metric)] = valueOf(metric, results.slice(at, at + width));
    at += width;
  }
  return row;
};

const fieldOf = (metric: Metric): string => (metric.type === 'people' ? 'author.id' : metric.field);

/** Rows of one value for each message, or for each element where the field lies in a nested object; every one counts once in its bucket. */
const valuesOf = (level: Level, field: string): string => {
  const { groups, elements, plan, where } = level;
  const value = fieldValue(field, plan);
  const nested = nestedPathOf(field);
  const own = nested === undefined ? undefined : plan.source(nested, true);
  const walked = own === undefined || elements.includes(own) ? elements : [...elements, own];
  const keys = groups.map(({ key }, place) => `${key} AS k${place}`);
  const ordinal = own === undefined ? [] : [`${own.ordinal} AS element`];
  const columns = [...keys, 'd.document AS document', ...ordinal, `${value} AS value`].join(', ');
  const present = groups.map(({ key }) => ` AND ${key} IS NOT NULL`).join('');
  return `SELECT ${walked.some(({ distinct }) => !distinct) ? 'DISTINCT ' : ''}${columns} ${fromWhere(walked, where)}${present}`;
};

/** The metrics of every bucket of a level, by `bucketId`. */
export const levelMetrics = (database: DatabaseSync, metrics: readonly Metric[], level: Level): ReadonlyMap<string, MetricRow> => {
  const found = new Map<string, MetricRow>();
  const keys = level.groups.map((_, place) => `k${place}`);
  for (const [field, wanted] of Map.groupBy(metrics, fieldOf)) {
    const grouped = keys.length === 0 ? '' : ` GROUP BY ${keys.join(', ')}`;
    const statement = `SELECT ${[...keys, ...wanted.flatMap(expressions)].join(', ')} FROM (${valuesOf(level, field)})${grouped}`;
    for (const row of arrays(database, statement).iterate() as unknown as Iterable<(RawKey | null)[]>) {
      const id = bucketId(row.slice(0, keys.length) as RawKey[]);
      found.set(id, { ...found.get(id), ...metricsOf(wanted, row.slice(keys.length) as (number | null)[]) });
    }
  }
  return found;
};
