import { type Connector, type ReceiptMeta } from '@earshot/connectors';
import { type IntakeOutcome, takeIn } from '@earshot/intake';
import { fault, faultTable, type RawAttachment } from '@earshot/model';
import { type ApiKey, type Call, RequestFault, routesOn } from '@earshot/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { decodedBody } from './body.ts';
import { type GatewayDeps, sourceOf } from './gateway-ports.ts';
import { firstRequest } from './idempotency.ts';
import { readMultipart } from './multipart.ts';

/** Body of a request as the web connector reads it. */
interface Payload {
  readonly bytes: Buffer;
  readonly format: string;
  readonly contentType: string;
  readonly attachments?: readonly RawAttachment[];
}

const formats: Readonly<Record<string, string>> = {
  'application/x-www-form-urlencoded': 'form',
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'application/x-jsonlines': 'ndjson',
  'text/csv': 'csv',
};

const readPayload = async (request: FastifyRequest, deps: GatewayDeps, jsonFormat: string): Promise<Payload> => {
  const contentType = request.headers['content-type'] ?? '';
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (mediaType === 'multipart/form-data') {
    const { fields, attachments } = await readMultipart(request, deps.blobs);
    return {
      bytes: Buffer.from(JSON.stringify(Object.fromEntries(fields))),
      format: 'json-form',
      contentType: 'application/json',
      ...(attachments.length === 0 ? {} : { attachments }),
    };
  }
  const format = mediaType === 'application/json' ? jsonFormat : formats[mediaType];
  if (format === undefined) {
    throw new RequestFault(
      fault('err:intake:client:unsupported-media-type', { detail: `Content-Type ${mediaType.slice(0, 80) || 'is absent'}` }),
    );
  }
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  return {
    bytes: await decodedBody(body, request.headers['content-encoding'], deps.limits.bodyBytes),
    format,
    contentType,
  };
};

/** What the intake reads of a call that was let in. */
type IntakeCall = Pick<Call<unknown, { readonly account?: string | undefined }, unknown>, 'request' | 'caller' | 'query'>;

const receive = async (
  { request, caller, query }: IntakeCall,
  deps: GatewayDeps,
  web: Connector,
  jsonFormat: string,
): Promise<readonly IntakeOutcome[]> => {
  const account = query.account ?? 'web';
  const source = sourceOf(caller.name, account);
  deps.quota.check(source);
  await deps.gate();
  const payload = await readPayload(request, deps, jsonFormat);
  const fresh = {
    receipt: deps.receipts.mint(deps.clock.now(), deps.clock.random()),
    receivedAt: new Date(deps.clock.now()).toISOString(),
  };
  const key = request.headers['idempotency-key'];
  const first =
    typeof key === 'string' && key !== '' ? await firstRequest(deps.seen, caller.name, key.slice(0, 255), payload.bytes, fresh) : fresh;
  const { bytes, ...how } = payload;
  const meta: ReceiptMeta = { account, ...first, ...how };
  const items = await web.parse(bytes, meta);
  deps.quota.charge(source, items.length);
  return takeIn(deps, web.spec.name, items);
};

/** Parts of an accepted item that were mended or left out. */
const noticed = ({ notices }: Extract<IntakeOutcome, { tag: 'accepted' }>): Record<string, unknown> =>
  notices.length === 0 ? {} : { notices };

/** An item's answer: what was accepted, or why not and what to do. */
const itemAnswer = (outcome: IntakeOutcome): Record<string, unknown> =>
  outcome.tag === 'accepted'
    ? { status: 'accepted', path: outcome.path, id: outcome.id, receipt: outcome.receipt, ...noticed(outcome) }
    : { status: 'rejected', ...outcome.fault, path: outcome.fault.path ?? outcome.path, remedy: faultTable[outcome.fault.code].remedy };

const single = (outcomes: readonly IntakeOutcome[]): Record<string, unknown> => {
  const [outcome] = outcomes;
  if (outcome === undefined) throw new RequestFault(fault('err:intake:client:empty-body'));
  if (outcome.tag === 'accepted') return { id: outcome.id, receipt: outcome.receipt, status: 'accepted', ...noticed(outcome) };
  const path = outcome.fault.path ?? outcome.path;
  throw new RequestFault(outcome.fault, { errors: [{ path, detail: outcome.fault.detail ?? faultTable[outcome.fault.code].meaning }] });
};

const startsAsObject = (bytes: Uint8Array): boolean => {
  for (const byte of bytes) if (byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf) return byte === 0x7b;
  return false;
};

const isSingle = (request: FastifyRequest): boolean => {
  const mediaType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'application/json') return Buffer.isBuffer(request.body) && startsAsObject(request.body);
  return mediaType === 'application/x-www-form-urlencoded' || mediaType === 'multipart/form-data';
};

const notices = z.array(z.object({ code: z.string(), path: z.string().optional(), detail: z.string().optional() })).optional();
const accepted = z.object({ id: z.string(), receipt: z.string(), status: z.literal('accepted'), notices });
const batchAnswer = z.object({
  status: z.literal(['accepted', 'partly-accepted']),
  accepted: z.int(),
  rejected: z.int(),
  items: z.array(z.looseObject({ status: z.literal(['accepted', 'rejected']), path: z.string() })),
});

const batch = (outcomes: readonly IntakeOutcome[]): { status: number; answer: Record<string, unknown> } => {
  const acceptedCount = outcomes.filter(({ tag }) => tag === 'accepted').length;
  const rejected = outcomes.length - acceptedCount;
  if (outcomes.length === 0) throw new RequestFault(fault('err:intake:client:empty-body'));
  const answer = {
    status: rejected === 0 ? 'accepted' : acceptedCount === 0 ? 'rejected' : 'partly-accepted',
    accepted: acceptedCount,
    rejected,
    items: outcomes.map(itemAnswer),
  };
  return { status: acceptedCount === 0 ? 422 : 202, answer };
};

const media = ['application/json', 'application/x-ndjson', 'text/csv', 'application/x-www-form-urlencoded', 'multipart/form-data'];

/** The two doors of the web channel: the plain form of old clients, and items of every kind. */
export const registerFeedbackRoutes = (app: FastifyInstance, keys: readonly ApiKey[], deps: GatewayDeps, web: Connector): void => {
  const route = routesOn(app, keys);
  route({
    method: 'POST',
    url: '/feedback_and_evaluation',
    summary: 'One feedback and its evaluation, as a form or JSON; unknown fields become labels',
    tag: 'intake',
    role: 'ingest',
    query: z.object({ account: z.string().min(1).max(128).optional() }),
    consumes: media,
    responses: { 202: accepted },
    handle: async ({ reply, ...call }) => {
      const outcomes = await receive(call, deps, web, 'json-form');
      if (outcomes.length > 1) {
        const { status, answer } = batch(outcomes);
        return reply.code(status).send(answer);
      }
      return reply.code(202).send(single(outcomes));
    },
  });
  route({
    method: 'POST',
    url: '/v1/feedback',
    summary: 'One item, a JSON array, NDJSON or CSV; every item has its own outcome',
    tag: 'intake',
    role: 'ingest',
    query: z.object({ account: z.string().min(1).max(128).optional() }),
    consumes: media,
    responses: { 202: z.union([accepted, batchAnswer]) },
    handle: async ({ reply, ...call }) => {
      const outcomes = await receive(call, deps, web, 'json');
      if (isSingle(call.request)) return reply.code(202).send(single(outcomes));
      const { status, answer } = batch(outcomes);
      return reply.code(status).send(answer);
    },
  });
};
