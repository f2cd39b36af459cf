import { hostname } from 'node:os';
import { registerApi, registerOpenApi, startFreshnessProbe } from '@earshot/api';
import { startCollector } from '@earshot/collector';
import { encodeRaw } from '@earshot/engine';
import { registerGateway } from '@earshot/gateway';
import { startIndexer } from '@earshot/indexer';
import { signedReceipts, wayTopics } from '@earshot/model';
import { openReceiptBook } from '@earshot/operations';
import { groupOf, type Operations, registerOperationRoutes, secondsUnderWay } from '@earshot/platform';
import { inputTopic, isChain, startWorker } from '@earshot/worker';
import { warmUp } from '../embedded/warm-up.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';
import { lagGauges } from '../lag-gauges.ts';
import { type Part, type PartContext, stagePart } from './part.ts';
import type { ServerName } from './servers.ts';

/** One service: what it needs, and how it starts. */
interface ServiceSpec {
  readonly summary: string;
  readonly needs: readonly ServerName[];
  /** Takes calls from outside: without keys it listens on loopback only. */
  readonly open: boolean;
  start(context: PartContext, operations: (part: Part) => Operations): Promise<Part>;
}

const gateway: ServiceSpec = {
  summary: 'HTTP in: forms, ratings, uploads, webhooks into the raw topic',
  needs: ['kafka', 'redis'],
  open: true,
  start: async ({ app, config, clock, telemetry, tracing, servers, settings }, operations) => {
    const log = await servers.log();
    const ports = { log, blobs: await servers.blobs(), seen: await servers.seen(), clock, telemetry, tracing };
    await registerOpenApi(app, version);
    const { keys, limits } = config;
    await registerGateway(app, { ...ports, receipts: signedReceipts(settings.pseudonymKey) }, { limits, keys, group: groupOf('raw') });
    const part: Part = {
      unready: async () => ((await log.lag('raw', groupOf('raw'))).seconds > limits.backlogSeconds ? ['pipeline'] : []),
      measure: () => lagGauges(log, 'raw', telemetry),
      drain: async () => 'drained',
    };
    registerOperationRoutes(app, keys, operations(part));
    return part;
  },
};

const collector: ServiceSpec = {
  summary: 'pulls from sources on a schedule: watched folders',
  needs: ['kafka', 'redis'],
  open: false,
  start: async ({ app, config, clock, telemetry, tracing, servers, settings }, operations) => {
    const ports = { log: await servers.log(), blobs: await servers.blobs(), telemetry, tracing };
    const { folders, everySeconds } = config.collector;
    if (folders.length === 0) throw new UsageError('a collector without sources has nothing to do: name folders in collector.folders');
    const receipts = signedReceipts(settings.pseudonymKey);
    const running = await startCollector({ folders, everyMs: everySeconds * 1000, ports, jobs: await servers.jobs(), clock, receipts });
    const part: Part = {
      unready: async () => [],
      measure: async () => undefined,
      drain: async () => {
        await running.close();
        return 'drained';
      },
    };
    registerOperationRoutes(app, config.keys, operations(part));
    return part;
  },
};

const worker: ServiceSpec = {
  summary: 'clean, normalise, analyse: from topic to topic, several stages fused where asked',
  needs: ['kafka', 'redis'],
  open: false,
  start: async (context, operations) => {
    const { app, config, clock, telemetry, tracing, servers, settings } = context;
    const { stages } = config.worker;
    if (!isChain(stages)) {
      throw new UsageError(
        `a worker cannot run ${stages.join(',')}: stages fuse only where they follow each other (clean,normalise,analyse)`,
      );
    }
    const [log, memory] = [await servers.log(), await servers.seen()];
    if (stages.includes('analyse')) warmUp(settings);
    const part = stagePart(startWorker({ stages, log, memory, clock, telemetry, tracing, settings }), log, inputTopic(stages), context);
    registerOperationRoutes(app, config.keys, operations(part));
    return part;
  },
};

const indexer: ServiceSpec = {
  summary: 'the analysed topic into the index',
  needs: ['kafka', 'elasticsearch', 'redis'],
  open: false,
  start: async (context, operations) => {
    const { app, config, clock, telemetry, tracing, servers } = context;
    const [log, index, feed] = [await servers.log(), await servers.index(), await servers.feed()];
    await index.apply();
    const part = stagePart(startIndexer({ log, index, feed, clock, telemetry, tracing }), log, 'analysed', context);
    registerOperationRoutes(app, config.keys, operations(part));
    return part;
  },
};

const api: ServiceSpec = {
  summary: 'search, numbers, exports, receipts, live feed, dashboard',
  needs: ['kafka', 'elasticsearch', 'redis'],
  open: true,
  start: async ({ app, config, clock, telemetry, servers, settings }, operations) => {
    const [log, index, feed] = [await servers.log(), await servers.index(), await servers.feed()];
    await registerOpenApi(app, version);
    const { everySeconds, timeoutSeconds } = config.probe;
    const probe = { log, index, clock, telemetry, encode: encodeRaw, timeoutMs: timeoutSeconds * 1000, name: hostname() };
    const stopProbe = everySeconds === undefined ? undefined : startFreshnessProbe({ ...probe, everyMs: everySeconds * 1000 });
    const part: Part = {
      unready: async () => [],
      measure: async () => {
        for (const topic of wayTopics) await lagGauges(log, topic, telemetry);
      },
      drain: async () => {
        await stopProbe?.();
        return 'drained';
      },
    };
    const receipts = signedReceipts(settings.pseudonymKey);
    const deadLetters = openReceiptBook(log);
    const ports = {
      telemetry,
      index,
      feed,
      clock,
      receipts,
      lagSeconds: () => secondsUnderWay(log),
      operations: operations(part),
      deadLetters,
      deadLetter: deadLetters.byReceipt,
    };
    await registerApi(app, ports, config.keys);
    return part;
  },
};

export const services = { gateway, collector, worker, indexer, api } as const satisfies Record<string, ServiceSpec>;
export type ServiceName = keyof typeof services;
export const serviceNames = Object.keys(services) as ServiceName[];
