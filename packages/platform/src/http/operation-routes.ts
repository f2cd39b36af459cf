import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ApiKey } from './keys.ts';
import { routesOn } from './route.ts';

export interface Operations {
  /** Prometheus text exposition, format 0.0.4. */
  metrics(): Promise<string>;
  /** Parts that are not ready, by name; none means ready. */
  unready(): Promise<readonly string[]>;
}

/** Health, readiness and metrics: open, without any data of customers. */
export const registerOperationRoutes = (app: FastifyInstance, keys: readonly ApiKey[], operations: Operations): void => {
  const route = routesOn(app, keys);
  route({
    method: 'GET',
    url: '/healthz',
    summary: 'The process answers',
    tag: 'operations',
    responses: { 200: z.object({ status: z.literal('ok') }) },
    handle: async () => ({ status: 'ok' }),
  });
  route({
    method: 'GET',
    url: '/readyz',
    summary: 'Every part can work; names those that cannot',
    tag: 'operations',
    responses: {
      200: z.object({ status: z.literal('ready') }),
      503: z.object({ status: z.literal('not-ready'), parts: z.array(z.string()) }),
    },
    handle: async ({ reply }) => {
      const parts = await operations.unready();
      return parts.length === 0 ? { status: 'ready' } : reply.code(503).send({ status: 'not-ready', parts });
    },
  });
  route({
    method: 'GET',
    url: '/metrics',
    summary: 'Prometheus metrics; names in docs/reference/metrics.md are stable',
    tag: 'operations',
    responses: { 200: 'Prometheus text format' },
    handle: async ({ reply }) =>
      reply
        .type('text/plain; version=0.0.4; charset=utf-8')
        .serializer((payload: unknown) => payload as string)
        .send(await operations.metrics()),
  });
};
