import { type Clock, type Config, createHttpServer, createTelemetry, noTracing, type Operations, type Tracing } from '@earshot/platform';
import { listen, refuseOpenDoor } from '../embedded/http.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';
import type { Part } from './part.ts';
import { openServers, requireServers } from './servers.ts';
import { type ServiceName, services } from './start-parts.ts';

export interface ServiceOptions {
  readonly name: ServiceName;
  readonly config: Config;
  readonly clock: Clock;
  onFailure(error: unknown): void;
}

/** A running service of the distributed system. */
export interface RunningService {
  readonly address: string;
  stop(deadlineMs: number): Promise<'drained' | 'late'>;
}

/** @throws UsageError where there is none: a key of its own for each process would part authors and receipts */
export const sharedKeyOf = ({ pseudonymKey }: Config): string => {
  if (pseudonymKey !== undefined) return pseudonymKey.reveal();
  throw new UsageError(
    'the services of one system share the key of the author pseudonyms: put the same into EARSHOT_PSEUDONYM_KEY of each,\n' +
      'or a reference to it into pseudonymKey of the configuration (docs/reference/configuration.md).',
  );
};

const openTracing = async ({ tracing: { endpoint, sampleRatio } }: Config, service: string): Promise<Tracing> => {
  if (endpoint === undefined) return noTracing;
  const { openTelemetryTracing } = await import('@earshot/platform/distributed');
  return openTelemetryTracing({ endpoint, service, version, sampleRatio });
};

/** Starts every part top to bottom; `stop` takes them down in reverse. */
export const runService = async ({ name, config, clock, onFailure }: ServiceOptions): Promise<RunningService> => {
  const service = services[name];
  requireServers(config, service.needs, `earshot run ${name}`);
  if (service.open) refuseOpenDoor(config);
  const settings = { pseudonymKey: sharedKeyOf(config), homeOffset: config.homeOffset };
  const stops: (() => unknown)[] = [];
  const unwind = async (): Promise<void> => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  try {
    const telemetry = createTelemetry({ service: name, version, clock, processMetrics: true });
    const tracing = await openTracing(config, name);
    stops.push(() => tracing.close());
    const servers = openServers({ config, clock, telemetry, client: `earshot-${name}` });
    stops.push(() => servers.close());
    const app = createHttpServer({ clock, telemetry, bodyBytes: config.limits.bodyBytes });
    const operations = (part: Part): Operations => ({
      unready: () => part.unready(),
      metrics: async () => {
        // An unreachable server must not hide the metrics of this process.
        await part.measure().catch(() => telemetry.log('warn', 'metrics.measure-failed'));
        return telemetry.render();
      },
    });
    const part = await service.start({ config, clock, telemetry, tracing, servers, settings, app, onFailure }, operations);
    let outcome: 'drained' | 'late' = 'drained';
    let deadline = 10_000;
    stops.push(async () => {
      outcome = await part.drain(deadline);
    });
    const address = await listen(app, config);
    stops.push(() => app.close());
    telemetry.log('info', 'service.started', { address });
    return {
      address,
      stop: async (deadlineMs) => {
        deadline = deadlineMs;
        await unwind();
        telemetry.log('info', 'service.stopped', { outcome });
        return outcome;
      },
    };
  } catch (error) {
    await unwind();
    throw error;
  }
};
