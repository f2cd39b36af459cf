import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { encodeRaw, type StageHandle } from '@earshot/engine';
import { openSqliteLog, openSqliteSeen, type SqliteLog, type SqliteSeen, systemClock, type Tracing } from '@earshot/platform';
import { openTelemetryTracing } from '@earshot/platform/distributed';
import { aRawRecord, silentTelemetry } from '@earshot/testkit';
import { startWorker } from './start-worker.ts';

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
}

/** A collector that takes OTLP/HTTP as JSON. */
const collector = async (): Promise<{ readonly server: Server; readonly spans: OtlpSpan[]; readonly endpoint: string }> => {
  const spans: OtlpSpan[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[] };
      for (const { scopeSpans } of body.resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, spans, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

describe('traces', () => {
  let dir = '';
  let log: SqliteLog;
  let seen: SqliteSeen;
  let taken: Awaited<ReturnType<typeof collector>>;

  beforeEach(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'earshot-traces-'));
    log = openSqliteLog({ dir, clock: systemClock, tickMs: 20, pollMs: 10 });
    seen = openSqliteSeen({ dir, clock: systemClock });
    taken = await collector();
  });
  afterEach(async () => {
    taken.server.close();
    await seen.close();
    await log.close();
    rmSync(dir, { recursive: true });
  });

  const open = (service: string): Tracing => openTelemetryTracing({ endpoint: taken.endpoint, service, version: '1', sampleRatio: 1 });

  test('one message is one trace, each worker a child of the one before, and no span tells what was said', async () => {
    const door = open('gateway');
    const begun = door.begin('send feedback.raw.v1', { 'earshot.channel': 'web' });
    const traced = encodeRaw(aRawRecord({ sourceId: 'followed' }));
    await log.append('raw', [
      { ...traced, headers: { ...traced.headers, traceparent: begun?.traceparent ?? '' } },
      encodeRaw(aRawRecord({ sourceId: 'not followed' })),
    ]);
    begun?.end('appended');
    const tracings = [door];
    const stages: StageHandle[] = (['clean', 'normalise', 'analyse'] as const).map((stage) => {
      const tracing = open(stage);
      tracings.push(tracing);
      return startWorker({
        stages: [stage],
        log,
        memory: seen,
        clock: systemClock,
        telemetry: silentTelemetry(),
        tracing,
        settings: { pseudonymKey: 'k', homeOffset: '+08:00' },
      });
    });
    for (const topic of ['raw', 'cleaned', 'normalised'] as const) {
      while ((await log.lag(topic, `earshot.${topic}`)).records > 0) await systemClock.sleep(10);
    }
    await Promise.all(stages.map((stage) => stage.drain(5000)));
    await Promise.all(tracings.map((tracing) => tracing.close()));
    const { spans } = taken;
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    const chain = ['send feedback.raw.v1', 'process feedback.raw.v1', 'process feedback.cleaned.v1', 'process feedback.normalised.v1'];
    expect(spans.map(({ name }) => name).toSorted()).toEqual(chain.toSorted());
    for (const [at, name] of chain.entries()) {
      const parent = spans.find((span) => span.name === chain[at - 1]);
      expect(spans.find((span) => span.name === name)?.parentSpanId ?? undefined).toBe(parent?.spanId);
    }
    expect(JSON.stringify(spans)).not.toMatch(/快递|parcel/u);
  });

  test('a collector that is away costs nothing but its spans', async () => {
    taken.server.close();
    const tracing = openTelemetryTracing({ endpoint: 'http://127.0.0.1:1', service: 'x', version: '1', sampleRatio: 1 });
    tracing.begin('send', {})?.end('appended');
    await tracing.close();
  });

  test.each([undefined, '', 'nonsense', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00'])(
    '%j is not followed',
    async (traceparent) => {
      const tracing = open('x');
      expect(tracing.resume(traceparent, 'process', {})).toBeNull();
      await tracing.close();
    },
  );
});
