import type { DatabaseSync } from 'node:sqlite';
import type { Query } from '@earshot/model';
import { bucketId, type RawKey } from './bucket-key.ts';
import { bucketQuery, type KeyCondition } from './bucket-query.ts';
import { TooManyBuckets } from './faults.ts';
import { emptyMetrics, type MetricRow } from './metric-names.ts';
import type { AggregatePlan, Bucket, QueryAnalyser } from './port.ts';
import { compileQuery } from './sqlite-compile.ts';
import { fromWhere, type Group, groupOf, PlanElements, type PeriodSlots } from './sqlite-groups.ts';
import { type Below, countLevel, type Level, shownTerms } from './sqlite-level.ts';
import { levelMetrics } from './sqlite-metrics.ts';
import { arrays } from './sqlite-reader.ts';

const bucketLimit = 65_536;

/** What is known of all buckets at one depth, by their ids. */
interface Depth {
  readonly metrics: ReadonlyMap<string, MetricRow>;
  /** Absent at the innermost depth. */
  readonly below?: ReadonlyMap<string, Below>;
}

/** The levels of a plan, the root first; `where` of each is the condition of the whole. */
const levelsOf = (database: DatabaseSync, where: string, plan: AggregatePlan, slots: PeriodSlots): readonly Level[] => {
  const elements = new PlanElements();
  const groups: Group[] = [];
  const levels: Level[] = [{ groups: [], elements: [], plan: elements, where }];
  const extent = (value: string): [number, number] => {
    const row = arrays(database, `SELECT min(${value}), max(${value}) ${fromWhere(elements.all, where)}`).get();
    const [first, last] = (row as unknown as (number | string | null)[]).map((at) => (typeof at === 'string' ? Date.parse(at) : (at ?? 0)));
    return [first ?? 0, last ?? 0];
  };
  for (const by of plan.by) {
    groups.push(groupOf(by, elements, slots, extent));
    levels.push({ groups: [...groups], elements: [...elements.all], plan: elements, where });
  }
  return levels;
};

const idsBelow = (below: ReadonlyMap<string, Below>): Set<string> => {
  const ids = new Set<string>();
  for (const [above, { keys }] of below) {
    const start = JSON.parse(above) as RawKey[];
    for (const { raw } of keys) ids.add(bucketId([...start, raw]));
    if (ids.size > bucketLimit) throw new TooManyBuckets(bucketLimit);
  }
  return ids;
};

const depthsOf = (database: DatabaseSync, levels: readonly Level[], plan: AggregatePlan): readonly Depth[] => {
  const depths: Depth[] = [];
  let shown = new Set([bucketId([])]);
  let restriction = '';
  for (const [depth, level] of levels.entries()) {
    const metrics = levelMetrics(database, plan.metrics, { ...level, where: `(${level.where})${restriction}` });
    const next = levels[depth + 1];
    const group = next?.groups.at(-1);
    if (next === undefined || group === undefined) {
      depths.push({ metrics });
      continue;
    }
    const below = countLevel(database, { ...next, where: `(${next.where})${restriction}` }, shown);
    depths.push({ metrics, below });
    shown = idsBelow(below);
    const terms = shownTerms(below, group);
    if (terms !== undefined) restriction += ` AND ${terms}`;
  }
  return depths;
};

/** Counts and metrics of a query, each bucket with the query that opens its rows; to be called inside a snapshot. */
export const aggregateSqlite = (
  database: DatabaseSync,
  query: Query,
  plan: AggregatePlan,
  analyser: QueryAnalyser,
  slots: PeriodSlots,
): Bucket => {
  slots.length = 0;
  const where = compileQuery(query, analyser);
  const levels = levelsOf(database, where, plan, slots);
  const depths = depthsOf(database, levels, plan);
  const none = emptyMetrics(plan.metrics);

  const bucket = (keys: readonly RawKey[], conditions: readonly KeyCondition[], count: number): Bucket => {
    const depth = depths[keys.length];
    const id = bucketId(keys);
    const group = levels.at(-1)?.groups[keys.length - 1];
    const inner = levels.at(-1)?.groups[keys.length];
    const last = keys.at(-1);
    const below = depth?.below?.get(id);
    return {
      ...(group === undefined || last === undefined ? {} : { key: group.shown(last) }),
      count,
      metrics: { ...none, ...depth?.metrics.get(id) },
      query: bucketQuery(query, conditions),
      ...(inner === undefined
        ? {}
        : {
            buckets: (below?.keys ?? []).map((found) =>
              bucket([...keys, found.raw], [...conditions, inner.condition(found.raw)], found.count),
            ),
          }),
      ...(inner?.order === 'size' ? { otherCount: below?.otherCount ?? 0 } : {}),
    };
  };
  const total = Number(database.prepare(`SELECT count(*) AS total FROM documents d WHERE ${where}`).get()?.['total']);
  return bucket([], [], total);
};
