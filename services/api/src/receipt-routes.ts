import { type DeadLetter, fault, type FeedbackDocument, type Receipts } from '@earshot/model';
import { type ApiKey, type Clock, type Index, RequestFault, routesOn } from '@earshot/platform';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

export interface ReceiptSources {
  readonly index: Index;
  readonly clock: Clock;
  readonly receipts: Receipts;
  /** Age of the oldest message on its way into the index, seconds. */
  lagSeconds(): Promise<number>;
  /** The dead letter of a receipt, or null. */
  deadLetter(receipt: string): Promise<DeadLetter | null>;
}

const answerSchema = z.object({
  receipt: z.string(),
  acceptedAt: z.string(),
  state: z.literal(['waiting', 'indexed', 'dead', 'replaced']),
  id: z.string().optional(),
  /** Time in each stage, milliseconds; `waiting` is the time in the log. */
  stages: z.array(z.object({ stage: z.string(), at: z.string(), ms: z.number() })).optional(),
  waitingMs: z.number().optional(),
  code: z.string().optional(),
  detail: z.string().optional(),
});
type Answer = z.infer<typeof answerSchema>;

const indexed = (base: Pick<Answer, 'receipt' | 'acceptedAt'>, document: FeedbackDocument): Answer => {
  const stages = document.journey ?? [];
  const spent = stages.reduce((sum, { ms }) => sum + ms, 0);
  const total = document.indexedAt === undefined ? spent : Date.parse(document.indexedAt) - Date.parse(document.receivedAt);
  return { ...base, state: 'indexed', id: document.id, stages, waitingMs: Math.max(0, total - spent) };
};

const follow = async (receipt: string, givenAt: number, sources: ReceiptSources): Promise<Answer> => {
  const base = { receipt, acceptedAt: new Date(givenAt).toISOString() };
  const lookUp = async (): Promise<FeedbackDocument | undefined> => {
    const { hits } = await sources.index.search({ op: 'term', field: 'receipt', value: receipt }, { size: 1, sort: 'newest' });
    return hits[0]?.document;
  };
  const before = await lookUp();
  if (before !== undefined) return indexed(base, before);
  const dead = await sources.deadLetter(receipt);
  if (dead !== null) return { ...base, state: 'dead', code: dead.code, ...(dead.detail === undefined ? {} : { detail: dead.detail }) };
  const seconds = await sources.lagSeconds();
  const age = sources.clock.now() - givenAt;
  if (seconds * 1000 >= age - 1000) return { ...base, state: 'waiting', waitingMs: age };
  // It may have been indexed between the look-up and the reading of the lag.
  const after = await lookUp();
  if (after !== undefined) return indexed(base, after);
  return {
    ...base,
    state: 'replaced',
    detail: 'the message was known already under an earlier receipt, has a newer revision, or was deleted at its source',
  };
};

/** Where is my feedback? */
export const registerReceiptRoutes = (app: FastifyInstance, keys: readonly ApiKey[], sources: ReceiptSources): void => {
  routesOn(
    app,
    keys,
  )({
    method: 'GET',
    url: '/v1/receipts/:receipt',
    summary: 'Where the feedback of a receipt is: waiting, indexed with the time in each stage, dead with the reason, or replaced',
    tag: 'intake',
    role: 'ingest',
    params: z.object({ receipt: z.string().max(64) }),
    responses: { 200: answerSchema, 404: 'not a receipt of this installation' },
    handle: async ({ params }) => {
      const givenAt = sources.receipts.givenAt(params.receipt);
      if (givenAt === null)
        throw new RequestFault(
          fault('err:request:client:not-found', { path: 'params/receipt', detail: 'not a receipt of this installation' }),
        );
      return follow(params.receipt, givenAt, sources);
    },
  });
};
