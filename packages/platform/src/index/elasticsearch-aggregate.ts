import type { Query } from '@earshot/model';
import { bucketQuery, type KeyCondition, nestedPathOf } from './bucket-query.ts';
import { bucketLimit, searchBody, searchMany } from './elasticsearch-answer.ts';
import { compileElasticsearch } from './elasticsearch-compile.ts';
import { groupOfElasticsearch } from './elasticsearch-groups.ts';
import { fieldOf } from './elasticsearch-leaf.ts';
import { aggsOf, type Draft, type Levels, readLevel, type Standing } from './elasticsearch-levels.ts';
import { allOf, type Dsl } from './elasticsearch-match.ts';
import type { Result } from './elasticsearch-metrics.ts';
import type { Server } from './elasticsearch-server.ts';
import { TooManyBuckets } from './faults.ts';
import { emptyMetrics } from './metric-names.ts';
import { type Periods, periodsOf } from './periods.ts';
import type { AggregatePlan, Bucket, QueryAnalyser } from './port.ts';

interface Asked {
  readonly server: Server;
  readonly prefix: string;
  readonly query: Query;
  readonly analyser: QueryAnalyser;
}

interface Answered {
  readonly hits: { readonly total: { readonly value: number } };
  readonly aggregations?: Result;
}

/** First and last moment of every date group, milliseconds. */
const extents = async ({ server, prefix, query, analyser }: Asked, plan: AggregatePlan): Promise<readonly (Periods | undefined)[]> => {
  const aggs: Record<string, Dsl> = {};
  for (const [at, by] of plan.by.entries()) {
    if (by.type !== 'date') continue;
    if (fieldOf(by.field).type !== 'date') throw new TypeError(`${by.field} is no date`);
    const path = nestedPathOf(by.field);
    const stats = { stats: { field: by.field } };
    aggs[`${at}`] = path === undefined ? stats : { nested: { path }, aggs: { inner: stats } };
  }
  if (Object.keys(aggs).length === 0) return plan.by.map(() => undefined);
  const body = { size: 0, query: allOf([compileElasticsearch(query, analyser)]), aggs };
  const { aggregations = {} } = (await searchBody(server, `/${prefix}/_search`, body)) as Answered;
  return plan.by.map((by, at) => {
    if (by.type !== 'date') return undefined;
    const found = aggregations[`${at}`] as { inner?: object } | undefined;
    const { min, max } = (found?.inner ?? found ?? {}) as { min?: number | null; max?: number | null };
    return periodsOf(min ?? 0, max ?? 0, by.interval, by.timeZone);
  });
};

/** Conditions on elements that the keys of a bucket make, by nested object. */
const fixedBy = (conditions: readonly KeyCondition[], analyser: QueryAnalyser): ReadonlyMap<string, Dsl> => {
  const fixed = new Map<string, Dsl>();
  for (const [path, same] of Map.groupBy(conditions, ({ by }) => nestedPathOf(by.field))) {
    if (path === undefined) continue;
    // What a nested query asks of one element is its inner part.
    const whole = compileElasticsearch({ op: 'nested', path, clause: { op: 'and', clauses: same.map(({ clause }) => clause) } }, analyser);
    fixed.set(path, (whole['nested'] as { query: Dsl }).query);
  }
  return fixed;
};

const standingOf = (draft: Pick<Draft, 'depth' | 'conditions'>, analyser: QueryAnalyser): Standing => ({
  depth: draft.depth,
  left: new Set(),
  fixed: fixedBy(draft.conditions, analyser),
});

const deferredIn = (draft: Draft): readonly Draft[] => (draft.deferred ? [draft] : (draft.below?.drafts ?? []).flatMap(deferredIn));

/** Buckets that could not be read with the others, each by its own query. */
const askAgain = async (asked: Asked, levels: Levels, root: Draft): Promise<ReadonlyMap<Draft, Draft>> => {
  const { server, prefix, query, analyser } = asked;
  const answers = new Map<Draft, Draft>();
  let open = deferredIn(root);
  for (let asks = open.length; open.length > 0; asks += open.length) {
    if (asks > bucketLimit) throw new TooManyBuckets(bucketLimit);
    const standings = open.map((draft) => standingOf(draft, analyser));
    const bodies = open.map((draft, at) => ({
      size: 0,
      query: compileElasticsearch(bucketQuery(query, draft.conditions), analyser),
      aggs: aggsOf(levels, standings[at] ?? standingOf(draft, analyser)),
    }));
    const found = (await searchMany(server, prefix, bodies)) as readonly Answered[];
    const read = open.map((draft, at) =>
      readLevel(levels, standings[at] ?? standingOf(draft, analyser), { ...found[at]?.aggregations, doc_count: draft.count }, draft),
    );
    for (const [at, draft] of open.entries()) answers.set(draft, read[at] ?? draft);
    open = read.flatMap(deferredIn);
  }
  return answers;
};

const bucketCount = (bucket: Bucket): number => 1 + (bucket.buckets ?? []).reduce((sum, inner) => sum + bucketCount(inner), 0);

/** Counts and metrics of a query, each bucket with the query that opens its rows. @throws TooManyBuckets, RangeError, IndexOutage */
export const aggregateElasticsearch = async (
  server: Server,
  prefix: string,
  query: Query,
  plan: AggregatePlan,
  analyser: QueryAnalyser,
): Promise<Bucket> => {
  const asked: Asked = { server, prefix, query, analyser };
  const periods = await extents(asked, plan);
  const levels: Levels = { groups: plan.by.map((by, at) => groupOfElasticsearch(by, periods[at])), metrics: plan.metrics };
  const standing: Standing = { depth: 0, left: new Set(), fixed: new Map() };
  const aggs = aggsOf(levels, standing);
  const body = { size: 0, track_total_hits: true, query: compileElasticsearch(query, analyser), aggs };
  const { hits, aggregations } = (await searchBody(server, `/${prefix}/_search`, body)) as Answered;
  const count = hits.total.value;
  const root = readLevel(levels, standing, { ...aggregations, doc_count: count }, { count, conditions: [] });
  const answers = await askAgain(asked, levels, root);
  const none = emptyMetrics(plan.metrics);
  const shown = (draft: Draft): Bucket => {
    const found = answers.get(draft) ?? draft;
    if (found.deferred && found !== draft) return shown(found);
    const { key, conditions, metrics, below, approximate } = found;
    return {
      ...(key === undefined ? {} : { key }),
      count: found.count,
      metrics: { ...none, ...metrics },
      query: bucketQuery(query, conditions),
      ...(below === undefined ? {} : { buckets: below.drafts.map(shown) }),
      ...(below?.otherCount === undefined ? {} : { otherCount: below.otherCount }),
      ...(approximate ? { approximate } : {}),
    };
  };
  const bucket = shown(root);
  if (bucketCount(bucket) > bucketLimit) throw new TooManyBuckets(bucketLimit);
  return bucket;
};
