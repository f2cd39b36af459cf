import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { signedReceipts } from '@earshot/model';
import {
  createHttpServer,
  openFolderBlobs,
  openSqliteLog,
  openSqliteSeen,
  type SqliteLog,
  type SqliteSeen,
  systemClock,
} from '@earshot/platform';
import { silentTelemetry } from '@earshot/testkit';
import type { FastifyInstance } from 'fastify';
import { registerGateway } from './gateway.ts';
import type { GatewayLimits } from './gateway-ports.ts';

const limits = { bodyBytes: 1_048_576, fileBytes: 65_536, filesPerRequest: 3, backlogSeconds: 3600 };

describe('a gateway under pressure', () => {
  let dir = '';
  let log: SqliteLog;
  let seen: SqliteSeen;
  let app: FastifyInstance;

  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'earshot-pressure-'));
    log = openSqliteLog({ dir, clock: systemClock });
    seen = openSqliteSeen({ dir, clock: systemClock });
  });
  afterEach(async () => {
    await app.close();
    await seen.close();
    await log.close();
    await rm(dir, { recursive: true, force: true });
  });

  const open = async (more: Partial<GatewayLimits>): Promise<void> => {
    const telemetry = silentTelemetry();
    const ports = { log, seen, blobs: await openFolderBlobs({ dir }), clock: systemClock, telemetry, receipts: signedReceipts('s') };
    app = createHttpServer({ clock: systemClock, telemetry, bodyBytes: limits.bodyBytes });
    await registerGateway(app, ports, { limits: { ...limits, ...more }, keys: [], group: 'g' });
  };
  const send = (account: string, items: number) =>
    app.inject({
      method: 'POST',
      url: `/v1/feedback?account=${account}`,
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(Array.from({ length: items }, (_, at) => ({ id: `${account}-${at}`, text: `太慢了 ${at}` }))),
    });

  test('a source that sends more than its share is told when to come again; others go in, and nothing accepted is lost', async () => {
    await open({ sourceItemsPerSecond: 1 });
    expect((await send('noisy', 70)).statusCode).toBe(202);
    const refused = await send('noisy', 1);
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({ code: 'err:intake:capacity:over-quota' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(10);
    expect((await send('quiet', 5)).statusCode).toBe(202);
    expect((await log.lag('raw', 'g')).records).toBe(75);
  });

  test('intake pushes back from the measured lag, and opens again when processing has caught up', async () => {
    await open({ backlogSeconds: 0.2 });
    expect((await send('a', 3)).statusCode).toBe(202);
    let answer = await send('a', 1);
    while (answer.statusCode === 202) {
      await systemClock.sleep(50);
      answer = await send('a', 1);
    }
    expect(answer.statusCode).toBe(429);
    expect(answer.json()).toMatchObject({ code: 'err:platform:capacity:overloaded' });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    const subscription = await log.subscribe('raw', 'g', { maxItems: 1000, maxBytes: 1_000_000 });
    for await (const { partition, epoch, records } of subscription.batches()) {
      await subscription.commit(partition, epoch, (records.at(-1)?.offset ?? 0) + 1);
      if ((await log.lag('raw', 'g')).records === 0) break;
    }
    await subscription.close();
    while ((await send('a', 1)).statusCode !== 202) await systemClock.sleep(50);
  });
});
