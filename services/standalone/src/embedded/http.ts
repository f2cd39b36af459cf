import type { FastifyInstance } from 'fastify';
import { registerApi, registerOpenApi } from '@earshot/api';
import { registerGateway } from '@earshot/gateway';
import { signedReceipts } from '@earshot/model';
import { openReceiptBook } from '@earshot/operations';
import { type Clock, type Config, createHttpServer, type LiveFeed, type TelemetryService } from '@earshot/platform';
import { lagGauges } from '../lag-gauges.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';
import type { FolderPorts } from './folder-ports.ts';
import { pipelineGroup } from './messages.ts';
import type { Pipeline } from './pipeline.ts';

export interface HttpParts {
  readonly config: Config;
  readonly ports: FolderPorts;
  readonly clock: Clock;
  readonly telemetry: TelemetryService;
  readonly feed: LiveFeed;
  readonly pipeline: Pipeline;
  /** Secret of the receipts. */
  readonly secret: string;
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);

/** Without keys everybody may do everything: then nobody but this machine may reach the server. */
export const refuseOpenDoor = ({ server, keys }: Config): void => {
  if (keys.length > 0 || loopback.has(server.host)) return;
  throw new UsageError(
    `listening on ${server.host} would let everybody in, since there are no API keys.\n` +
      'Add keys to the configuration (docs/reference/configuration.md), or listen on 127.0.0.1.',
  );
};

/** Gateway and API on one app. */
export const composeHttp = async ({ config, ports, clock, telemetry, feed, pipeline, secret }: HttpParts): Promise<FastifyInstance> => {
  const { keys, limits } = config;
  const app = createHttpServer({ clock, telemetry, bodyBytes: limits.bodyBytes });
  const receipts = signedReceipts(secret);
  await registerOpenApi(app, version);
  await registerGateway(app, { ...ports, clock, telemetry, receipts }, { limits, keys, group: pipelineGroup });
  const lagSeconds = async (): Promise<number> => (await ports.log.lag('raw', pipelineGroup)).seconds;
  const operations = {
    metrics: async () => {
      await lagGauges(ports.log, 'raw', telemetry);
      await pipeline.collectMetrics();
      return telemetry.render();
    },
    unready: async () => ((await lagSeconds()) > limits.backlogSeconds ? ['pipeline'] : []),
  };
  const deadLetters = openReceiptBook(ports.log);
  const deadLetter = deadLetters.byReceipt;
  await registerApi(app, { ...ports, clock, telemetry, receipts, feed, operations, deadLetter, deadLetters, lagSeconds }, keys);
  return app;
};

const explain = (error: NodeJS.ErrnoException, host: string, port: number): Error => {
  if (error.code === 'EADDRINUSE') {
    return new UsageError(`port ${port} is taken by another program. Stop it, or choose another port: npm start -- --port ${port + 1}`);
  }
  if (error.code === 'EACCES')
    return new UsageError(`this user may not listen on port ${port}. Choose one above 1023: npm start -- --port 8000`);
  if (error.code === 'EADDRNOTAVAIL') return new UsageError(`${host} is no address of this machine. Choose another in server.host`);
  return error;
};

/** @returns the address to open */
export const listen = async (app: FastifyInstance, { server }: Config): Promise<string> => {
  try {
    const address = await app.listen({ host: server.host, port: server.port });
    return loopback.has(server.host) ? address.replace('127.0.0.1', 'localhost') : address;
  } catch (error) {
    throw explain(error as NodeJS.ErrnoException, server.host, server.port);
  }
};
