import { fault } from '@earshot/model';
import {
  type DeadLetterBook,
  discardDeadLetters,
  type LetterSelector,
  letterStates,
  listDeadLetters,
  retryDeadLetters,
  showDeadLetter,
} from '@earshot/operations';
import { type ApiKey, type Caller, type Clock, RequestFault, routesOn, type Telemetry } from '@earshot/platform';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

export interface DeadLetterSources {
  readonly deadLetters: DeadLetterBook;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

const states = z.enum([...letterStates, 'all']);
const id = z.string().min(1).max(200);

const group = z.object({
  fingerprint: z.string(),
  stage: z.string(),
  step: z.string(),
  code: z.string(),
  path: z.string().optional(),
  count: z.int(),
  counts: z.object({ open: z.int(), retried: z.int(), discarded: z.int() }),
  channels: z.record(z.string(), z.int()),
  firstFailedAt: z.string(),
  lastFailedAt: z.string(),
  samples: z.array(z.string()),
});

const shown = z.object({
  state: z.enum(letterStates),
  letter: z.record(z.string(), z.unknown()),
  original: z.unknown().optional(),
  gone: z.boolean(),
});

const action = z.strictObject({
  fingerprint: z.string().max(64).optional(),
  ids: z.array(id).min(1).max(1000).optional(),
  all: z.literal(true).optional(),
  dryRun: z.boolean().default(false),
  limit: z.int().min(1).optional(),
  reason: z.string().max(500).optional(),
});

const selectorOf = ({ fingerprint, ids, all }: z.infer<typeof action>): LetterSelector => {
  const given = [fingerprint, ids, all].filter((part) => part !== undefined);
  if (given.length === 1 && fingerprint !== undefined) return { fingerprint };
  if (given.length === 1 && ids !== undefined) return { ids };
  if (given.length === 1) return { all: true };
  const detail = 'say which letters, by one of fingerprint, ids and all';
  throw new RequestFault(fault('err:request:client:invalid-parameter', { path: 'body', detail }));
};

const optionsOf = ({ dryRun, limit, reason }: z.infer<typeof action>, { name }: Caller, clock: Clock) => ({
  dryRun,
  clock,
  by: name,
  ...(limit === undefined ? {} : { limit }),
  ...(reason === undefined ? {} : { reason }),
});

/** What failed for good, and what to do about it. For admins: letters hold what customers wrote. */
export const registerDeadLetterRoutes = (
  app: FastifyInstance,
  keys: readonly ApiKey[],
  { deadLetters: book, clock, telemetry }: DeadLetterSources,
): void => {
  const route = routesOn(app, keys);
  const common = { tag: 'operations', role: 'admin' } as const;
  route({
    ...common,
    method: 'GET',
    url: '/v1/dead-letters',
    summary: 'Dead letters in groups of equal failures, biggest first',
    query: z.object({
      state: states.default('open'),
      fingerprint: z.string().max(64).optional(),
      stage: z.string().max(64).optional(),
      code: z.string().max(100).optional(),
      samples: z.coerce.number().int().min(0).max(100).default(5),
    }),
    responses: { 200: z.object({ groups: z.array(group) }) },
    handle: async ({ query: { fingerprint, stage, code, ...rest } }) => {
      const named = Object.fromEntries(Object.entries({ fingerprint, stage, code }).filter(([, value]) => value !== undefined));
      return { groups: await listDeadLetters(book, { ...rest, ...named }) };
    },
  });
  route({
    ...common,
    method: 'GET',
    url: '/v1/dead-letters/:id',
    summary: 'A dead letter with its original, personal data included; its slashes are written %2F',
    params: z.object({ id }),
    responses: { 200: shown, 404: 'there is no such letter' },
    handle: async ({ params, caller }) => {
      const found = await showDeadLetter(book, params.id);
      if (found === null)
        throw new RequestFault(fault('err:request:client:not-found', { path: 'params/id', detail: 'no such dead letter' }));
      telemetry.log('info', 'dead-letter.shown', { by: caller.name, letter: params.id });
      return found;
    },
  });
  route({
    ...common,
    method: 'POST',
    url: '/v1/dead-letters/retry',
    summary: 'Runs the failed stage of dead letters again, by fingerprint, ids or all; a dry run counts only',
    body: action,
    responses: {
      200: z.object({ retried: z.int(), skipped: z.int(), unknown: z.int(), gone: z.array(z.string()), goneCount: z.int() }),
    },
    handle: async ({ body, caller }) => {
      const report = await retryDeadLetters(book, selectorOf(body), optionsOf(body, caller, clock));
      const { retried, skipped, goneCount } = report;
      if (!body.dryRun) telemetry.log('info', 'dead-letters.retried', { by: caller.name, retried, skipped, gone: goneCount });
      return report;
    },
  });
  route({
    ...common,
    method: 'POST',
    url: '/v1/dead-letters/discard',
    summary: 'Closes dead letters without running them again, by fingerprint, ids or all; a dry run counts only',
    body: action,
    responses: { 200: z.object({ discarded: z.int(), skipped: z.int(), unknown: z.int() }) },
    handle: async ({ body, caller }) => {
      const report = await discardDeadLetters(book, selectorOf(body), optionsOf(body, caller, clock));
      const { discarded, skipped } = report;
      if (!body.dryRun) telemetry.log('info', 'dead-letters.discarded', { by: caller.name, discarded, skipped });
      return report;
    },
  });
};
