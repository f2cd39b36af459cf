import { connectorOf } from '@earshot/connectors';
import { type IntakeOutcome, takeIn } from '@earshot/intake';
import { channels, fault } from '@earshot/model';
import { type ApiKey, RequestFault, routesOn } from '@earshot/platform';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { decodedBody } from './body.ts';
import { type GatewayDeps, sourceOf } from './gateway-ports.ts';

const summarise = (outcomes: readonly IntakeOutcome[]): Record<string, unknown> => {
  const rejected = outcomes.flatMap((outcome) => (outcome.tag === 'refused' ? [{ ...outcome.fault, path: outcome.path }] : []));
  const items = outcomes.flatMap((outcome) => (outcome.tag === 'accepted' ? [{ id: outcome.id, receipt: outcome.receipt }] : []));
  return { accepted: items.length, rejected: rejected.length, items, faults: rejected };
};

/** A mail, transcript or export as it is: the raw body goes to the channel's connector. */
export const registerFileRoutes = (app: FastifyInstance, keys: readonly ApiKey[], deps: GatewayDeps): void => {
  routesOn(
    app,
    keys,
  )({
    method: 'POST',
    url: '/v1/files/:channel',
    summary: 'One file of a channel: .eml, .mbox, .vtt, .srt, transcript text or JSON, post exports, CSV',
    tag: 'intake',
    role: 'ingest',
    params: z.object({ channel: z.enum(channels) }),
    query: z.object({
      account: z.string().min(1).max(128).default('upload'),
      format: z.string().max(32).optional(),
      filename: z.string().max(255).optional(),
    }),
    consumes: ['application/octet-stream'],
    responses: {
      202: z.object({
        accepted: z.int(),
        rejected: z.int(),
        items: z.array(z.object({ id: z.string(), receipt: z.string() })),
        faults: z.array(z.looseObject({ code: z.string() })),
      }),
    },
    handle: async ({ params, query, caller, request, reply }) => {
      const source = sourceOf(caller.name, query.account);
      deps.quota.check(source);
      await deps.gate();
      const connector = connectorOf(params.channel);
      if (connector === undefined) {
        throw new RequestFault(fault('err:request:client:not-found', { detail: `no connector reads files of ${params.channel}` }));
      }
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const bytes = await decodedBody(body, request.headers['content-encoding'], deps.limits.bodyBytes);
      const now = deps.clock.now();
      const items = await connector.parse(bytes, {
        account: query.account,
        receivedAt: new Date(now).toISOString(),
        receipt: deps.receipts.mint(now, deps.clock.random()),
        ...(query.format === undefined ? {} : { format: query.format }),
        ...(query.filename === undefined ? {} : { filename: query.filename }),
      });
      deps.quota.charge(source, items.length);
      const outcomes = await takeIn(deps, connector.spec.name, items);
      const answer = summarise(outcomes);
      return reply.code(answer['accepted'] === 0 ? 422 : 202).send(answer);
    },
  });
};
