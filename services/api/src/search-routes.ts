import { fault } from '@earshot/model';
import { type ApiKey, BadCursor, type Clock, type Index, RequestFault, routesOn } from '@earshot/platform';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { filteredQuery, filterParameters } from './search-query.ts';

const documentAnswer = z.looseObject({ id: z.string() });

const searchAnswer = z.object({
  hits: z.array(
    z.object({
      id: z.string(),
      score: z.number(),
      document: documentAnswer,
      highlights: z.array(z.object({ field: z.literal(['text', 'title']), start: z.int(), end: z.int() })),
    }),
  ),
  total: z.object({ value: z.int(), relation: z.literal(['eq', 'gte']) }),
  cursor: z.string().optional(),
});

/** Search with highlights, and one document by its id. */
export const registerSearchRoutes = (app: FastifyInstance, keys: readonly ApiKey[], index: Index, clock: Clock): void => {
  const route = routesOn(app, keys);
  route({
    method: 'GET',
    url: '/v1/search',
    summary: 'Documents of a query, page by page, with the ranges that matched',
    tag: 'search',
    role: 'analyst',
    query: z.object({
      ...filterParameters,
      sort: z.enum(['newest', 'oldest', 'relevance']).default('newest'),
      size: z.coerce.number().int().min(1).max(200).default(20),
      cursor: z.string().max(2048).optional(),
    }),
    responses: { 200: searchAnswer },
    handle: async ({ query }) => {
      const { sort, size, cursor, ...filters } = query;
      try {
        return await index.search(filteredQuery(filters, clock.now()), {
          sort,
          size,
          highlight: true,
          ...(cursor === undefined ? {} : { cursor }),
        });
      } catch (error) {
        if (error instanceof BadCursor) throw new RequestFault(fault('err:query:client:bad-cursor', { path: 'query/cursor' }));
        throw error;
      }
    },
  });
  route({
    method: 'GET',
    url: '/v1/documents/:id',
    summary: 'One document by its id',
    tag: 'search',
    role: 'analyst',
    params: z.object({ id: z.string().max(64) }),
    responses: { 200: z.object({ document: documentAnswer }), 404: 'no such document' },
    handle: async ({ params }) => {
      const document = await index.get(params.id);
      if (document === null) throw new RequestFault(fault('err:request:client:not-found', { path: 'params/id' }));
      return { document };
    },
  });
};
