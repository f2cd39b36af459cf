import type { KeyCondition } from './bucket-query.ts';
import type { Group, Keys } from './elasticsearch-groups.ts';
import type { Dsl } from './elasticsearch-match.ts';
import { metricAggs, metricPath, peopleThreshold, readMetric, type Result } from './elasticsearch-metrics.ts';
import type { MetricRow } from './metric-names.ts';
import type { Metric } from './port.ts';

/** What is asked at every depth of an aggregate. */
export interface Levels {
  readonly groups: readonly Group[];
  readonly metrics: readonly Metric[];
}

/** Where a bucket's aggregation stands: among messages, or among the elements of one nested object. */
export interface Standing {
  readonly depth: number;
  readonly path?: string;
  /** Nested objects whose elements a key above has chosen, and which can't be chosen again below. */
  readonly left: ReadonlySet<string>;
  /** Conditions on elements from keys that are known already. */
  readonly fixed: ReadonlyMap<string, Dsl>;
}

/** A bucket as read; `deferred` is to be asked again by its own query. */
export interface Draft {
  readonly key?: string | number | boolean;
  readonly count: number;
  readonly conditions: readonly KeyCondition[];
  readonly depth: number;
  readonly deferred: boolean;
  readonly metrics: MetricRow;
  readonly below?: { readonly drafts: Draft[]; readonly otherCount?: number };
  readonly approximate: boolean;
}

/** The element that a key chose is lost below a key of the message: what speaks of it again needs a question of its own. */
const isDeferred = ({ groups, metrics }: Levels, { depth, left }: Standing): boolean => {
  const paths = [groups[depth]?.path, ...metrics.map(metricPath)];
  return paths.some((path) => path !== undefined && left.has(path));
};

const entered = (path: string, inner: Dsl, { fixed }: Standing): Dsl => {
  const filter = fixed.get(path);
  return { nested: { path }, aggs: filter === undefined ? inner : { chosen: { filter, aggs: inner } } };
};

const partOf = (result: Result, name: string): Result => (result[name] ?? {}) as Result;
const inside = (result: Result, path: string, { fixed }: Standing): Result => (fixed.has(path) ? partOf(result, 'chosen') : result);

const nextStanding = (standing: Standing, group: Group): Standing => {
  const { path, left, fixed, depth } = standing;
  const leaves = path !== undefined && path !== group.path;
  return {
    depth: depth + 1,
    ...(group.path === undefined ? {} : { path: group.path }),
    left: leaves ? new Set([...left, path]) : left,
    fixed,
  };
};

const metricName = (path: string): string => `metrics ${path}`;

/** The aggregations of a bucket. `root` counts its messages where the bucket stands among elements. */
export const aggsOf = (levels: Levels, standing: Standing): Dsl => {
  const { path, depth } = standing;
  const own: Record<string, unknown> = {};
  const root: Record<string, unknown> = {};
  if (!isDeferred(levels, standing)) {
    for (const [at, metrics] of Map.groupBy(levels.metrics, metricPath)) {
      const aggs = Object.assign({}, ...metrics.map((metric) => metricAggs(metric, depth))) as Dsl;
      if (at === undefined) Object.assign(root, aggs);
      else if (at === path) Object.assign(own, aggs);
      else root[metricName(at)] = entered(at, aggs, standing);
    }
    const group = levels.groups[depth];
    if (group !== undefined) {
      const agg = group.agg(aggsOf(levels, nextStanding(standing, group)));
      if (group.path === path) own['keys'] = agg;
      else if (group.path === undefined) root['keys'] = agg;
      else root['elements'] = entered(group.path, { keys: agg }, standing);
    }
  }
  return path === undefined ? { ...own, ...root } : { ...own, root: { reverse_nested: {}, aggs: root } };
};

const rootOf = (result: Result, { path }: Standing): Result => (path === undefined ? result : partOf(result, 'root'));

const readMetrics = (levels: Levels, standing: Standing, result: Result): MetricRow => {
  const row: MetricRow = {};
  const root = rootOf(result, standing);
  for (const metric of levels.metrics) {
    const at = metricPath(metric);
    const place = at === undefined ? root : at === standing.path ? result : inside(partOf(root, metricName(at)), at, standing);
    Object.assign(row, readMetric(metric, place));
  }
  return row;
};

const readKeys = (group: Group, standing: Standing, result: Result): Keys => {
  const root = rootOf(result, standing);
  const place =
    group.path === standing.path ? result : group.path === undefined ? root : inside(partOf(root, 'elements'), group.path, standing);
  const below = nextStanding(standing, group);
  return group.read(place['keys'], (bucket) => rootOf(bucket, below).doc_count ?? 0);
};

type Named = Pick<Draft, 'key' | 'count' | 'conditions'>;

/** Reads what `aggsOf` asked for. Gives `below` where there is a group, empty where the bucket is. */
export const readLevel = (levels: Levels, standing: Standing, result: Result | undefined, named: Named): Draft => {
  const { depth } = standing;
  const group = levels.groups[depth];
  const empty = result === undefined || named.count === 0;
  const size = group?.by.type === 'terms';
  const none = group === undefined ? {} : { below: { drafts: [], ...(size ? { otherCount: 0 } : {}) } };
  if (empty) return { ...named, depth, deferred: false, metrics: {}, approximate: false, ...none };
  if (isDeferred(levels, standing)) return { ...named, depth, deferred: true, metrics: {}, approximate: false, ...none };
  const metrics = readMetrics(levels, standing, result);
  const many = Number(metrics['people'] ?? 0) > peopleThreshold(depth);
  if (group === undefined) return { ...named, depth, deferred: false, metrics, approximate: many };
  const keys = readKeys(group, standing, result);
  const drafts = keys.shown.map(({ key, condition, count, result: inner }) =>
    readLevel(levels, nextStanding(standing, group), inner, { key, count, conditions: [...named.conditions, condition] }),
  );
  const below = { drafts, ...(keys.otherCount === undefined ? {} : { otherCount: keys.otherCount }) };
  return { ...named, depth, deferred: false, metrics, approximate: many || keys.approximate, below };
};
