import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type DeadLetter, type Receipts, signedReceipts } from '@earshot/model';
import { openDeadLetterBook } from '@earshot/operations';
import {
  type ApiKey,
  createHttpServer,
  createLiveFeed,
  createTelemetry,
  type LiveFeed,
  openSqliteIndex,
  openSqliteLog,
  systemClock,
  type Log,
} from '@earshot/platform';
import type { FastifyInstance } from 'fastify';
import { registerApi } from '../api.ts';
import { registerOpenApi } from '../openapi.ts';
import { analyser, rows } from './documents.ts';

export interface RunningApi {
  readonly app: FastifyInstance;
  readonly feed: LiveFeed;
  readonly log: Log;
  readonly receipts: Receipts;
  readonly dead: Map<string, DeadLetter>;
  /** Parts that shall count as not ready. */
  readonly unready: string[];
  /** `METHOD /path` of every route that is documented. */
  readonly documented: readonly string[];
  /** Writes a newer version of a row under another receipt. */
  reindex(id: string, receipt: string): Promise<void>;
  close(): Promise<void>;
}

/** The API in this process over a real index and a real log, with every row of the test data in the index. */
export const runApi = async (keys: readonly ApiKey[] = []): Promise<RunningApi> => {
  const dir = await mkdtemp(path.join(tmpdir(), 'earshot-api-'));
  const clock = systemClock;
  const index = openSqliteIndex({ dir, analyser });
  await index.apply();
  const outcomes = await index.write(rows.map(({ document }) => ({ tag: 'put', id: document.id, version: 1, document })));
  const failed = outcomes.find(({ tag }) => tag !== 'done');
  if (failed !== undefined) throw new Error(JSON.stringify(failed));
  const log = openSqliteLog({ dir, clock });
  const telemetry = createTelemetry({ service: 'api', version: '0', clock, level: 'silent', strict: true });
  const app = createHttpServer({ clock, telemetry, bodyBytes: 1_048_576 });
  const documented: string[] = [];
  app.addHook('onRoute', ({ method, url, schema }) => {
    const hidden = schema !== undefined && 'hide' in schema && schema.hide;
    if (!hidden && method !== 'HEAD') documented.push(`${String(method)} ${url.replaceAll(/:(\w+)/gu, '{$1}')}`);
  });
  const feed = createLiveFeed();
  const receipts = signedReceipts('secret');
  const dead = new Map<string, DeadLetter>();
  const unready: string[] = [];
  await registerOpenApi(app, '1.2.3');
  const operations = { metrics: () => telemetry.render(), unready: async () => unready };
  const deadLetter = async (receipt: string): Promise<DeadLetter | null> => dead.get(receipt) ?? null;
  await registerApi(
    app,
    {
      index,
      clock,
      receipts,
      lagSeconds: async () => (await log.lag('raw', 'pipeline')).seconds,
      feed,
      operations,
      deadLetter,
      deadLetters: openDeadLetterBook(log),
      telemetry,
    },
    keys,
  );
  return {
    app,
    feed,
    log,
    receipts,
    dead,
    unready,
    documented,
    reindex: async (id, receipt) => {
      const document = await index.get(id);
      if (document !== null) await index.write([{ tag: 'put', id, version: 2, document: { ...document, receipt, contentHash: receipt } }]);
    },
    close: async () => {
      await app.close();
      await log.close();
      await index.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
};
