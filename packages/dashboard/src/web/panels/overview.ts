import type { Address } from '../address/address.ts';
import type { AggregateRequest, Bucket, GroupBy, Metric } from '../api/contract.ts';
import { aggregate, search } from '../api/request.ts';
import { type Resource, useResource } from '../api/use-resource.ts';
import { fiveBounds, npsBounds } from '../figures/rating.ts';
import { type Period, resolvePeriod } from '../period/period.ts';
import { allOf, composeQuery } from '../query/compose.ts';

const people: Metric = { type: 'people' };
const averageRating: Metric = { type: 'avg', field: 'rating.normalised' };
const terms = (field: string, size: number): GroupBy => ({ type: 'terms', field, size });
const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const urgentQuery = 'urgency:high OR urgency:critical';
const negativeQuery = 'sentiment:negative';
const ratedQuery = 'rating.normalised:*';

const useAggregate = (query: string | null, by: readonly GroupBy[], metrics: readonly Metric[], round: number): Resource<Bucket> => {
  const request: AggregateRequest = { query: query ?? '', by, metrics };
  return useResource(query === null ? null : JSON.stringify(request), round, (signal) => aggregate(request, signal));
};

/** Time of the oldest message, null where nothing is stored: where “all” begins, and whether there is anything to show at all. */
export const useFirst = (round: number): Resource<{ readonly at: number | null; readonly total: number }> =>
  useResource('first', round, async (signal) => {
    const { hits, total } = await search({ q: '', sort: 'oldest', size: 1 }, signal);
    const at = hits[0]?.document['@timestamp'];
    return { at: at === undefined ? null : Date.parse(at), total: total.value };
  });

export interface Overview {
  readonly period: Period;
  /** The filters of the page as one query. */
  readonly query: string;
  readonly volume: Resource<Bucket>;
  readonly before: Resource<Bucket>;
  readonly urgent: Resource<Bucket>;
  readonly urgentBefore: Resource<Bucket>;
  readonly rated: Resource<Bucket>;
  readonly ratedBefore: Resource<Bucket>;
  readonly steps: Resource<Bucket>;
  readonly nps: Resource<Bucket>;
  readonly csat: Resource<Bucket>;
  readonly channels: Resource<Bucket>;
  readonly topics: Resource<Bucket>;
  readonly keywords: Resource<Bucket>;
}

/** Every number of the page. Each part is its own question, so that one failure leaves the others standing. */
export const useOverview = (address: Address, now: number, first: number | null | undefined, round: number): Overview => {
  const period = resolvePeriod(address.period, now, first ?? null);
  const { interval, before } = period;
  // “All” waits for the oldest message: its bars depend on it.
  const ready = address.period !== 'all' || first !== undefined;
  const span = address.period === 'all' ? {} : period.open ? { from: period.from } : { from: period.from, to: period.to };
  const query = composeQuery(address, span);
  const asked = ready ? query : null;
  const earlier = before === null || !ready ? null : composeQuery(address, before);
  const date: GroupBy = { type: 'date', field: '@timestamp', interval, timeZone };
  const and = (base: string | null, more: string): string | null => (base === null ? null : allOf(base, more));
  return {
    period,
    query,
    volume: useAggregate(asked, [date, terms('sentiment.label', 4)], [people], round),
    before: useAggregate(earlier, [terms('sentiment.label', 4)], [people], round),
    urgent: useAggregate(and(asked, urgentQuery), [date, terms('urgency.level', 4)], [people], round),
    urgentBefore: useAggregate(and(earlier, urgentQuery), [], [people], round),
    rated: useAggregate(and(asked, ratedQuery), [date], [averageRating], round),
    ratedBefore: useAggregate(and(earlier, ratedQuery), [], [averageRating], round),
    steps: useAggregate(and(asked, ratedQuery), [{ type: 'range', field: 'rating.normalised', bounds: fiveBounds }], [], round),
    nps: useAggregate(and(asked, 'rating.kind:nps'), [{ type: 'range', field: 'rating.value', bounds: npsBounds }], [], round),
    csat: useAggregate(and(asked, 'rating.kind:csat'), [{ type: 'range', field: 'rating.normalised', bounds: fiveBounds }], [], round),
    channels: useAggregate(asked, [terms('channel', 4), terms('sentiment.label', 4)], [people], round),
    topics: useAggregate(and(asked, negativeQuery), [terms('aspects.category', 10), terms('channel', 4)], [people], round),
    keywords: useAggregate(asked, [terms('keywords', 20), terms('sentiment.label', 4)], [], round),
  };
};

/** The parts that ask with the query of the page. */
export const askedOf = (overview: Overview): readonly Resource<Bucket>[] =>
  Object.values(overview).filter((part): part is Resource<Bucket> => typeof part === 'object' && 'retry' in part);
