import { fault, printQuery } from '@earshot/model';
import { type ApiKey, type Bucket, type Clock, type Index, RequestFault, routesOn, TooManyBuckets } from '@earshot/platform';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { aggregateBody, planOf } from './aggregate-plan.ts';
import { queryOf } from './search-query.ts';

/** A bucket with its query in the query language: what a person can paste into the search box. */
type PrintedBucket = Omit<Bucket, 'query' | 'buckets'> & { readonly query: string; readonly buckets?: readonly PrintedBucket[] };

export const printedBucket = ({ query, buckets, ...bucket }: Bucket): PrintedBucket => ({
  ...bucket,
  query: printQuery(query),
  ...(buckets === undefined ? {} : { buckets: buckets.map(printedBucket) }),
});

const bucketAnswer = z.looseObject({ count: z.int(), metrics: z.record(z.string(), z.unknown()), query: z.string() });

/** An unknown time zone and a plan with too many buckets are the caller's to mend. */
const asRequestFault = (error: unknown): unknown => {
  if (error instanceof TooManyBuckets)
    return new RequestFault(fault('err:request:client:invalid-parameter', { path: 'body/by', detail: error.message }));
  if (error instanceof RangeError)
    return new RequestFault(fault('err:request:client:invalid-parameter', { path: 'body/timeZone', detail: error.message }));
  return error;
};

/** Numbers whose every bucket opens its rows. */
export const registerAggregateRoutes = (app: FastifyInstance, keys: readonly ApiKey[], index: Index, clock: Clock): void => {
  routesOn(
    app,
    keys,
  )({
    method: 'POST',
    url: '/v1/aggregate',
    summary: 'Counts and metrics of a query by terms, time or ranges; each bucket carries the query that opens its rows',
    tag: 'search',
    role: 'analyst',
    body: aggregateBody,
    responses: { 200: bucketAnswer },
    handle: async ({ body }) => {
      const query = queryOf(body.query, clock.now());
      const plan = planOf(body);
      try {
        return printedBucket(await index.aggregate(query, plan));
      } catch (error) {
        throw asRequestFault(error);
      }
    },
  });
};
