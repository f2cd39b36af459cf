import { startCollector } from '@earshot/collector';
import { signedReceipts } from '@earshot/model';
import { availableParallelism } from 'node:os';
import {
  claimFolder,
  type Clock,
  type Config,
  createLiveFeed,
  createTelemetry,
  pseudonymKeyIn,
  type TelemetryService,
} from '@earshot/platform';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';
import { type FolderPorts, openFolderPorts } from './folder-ports.ts';
import { composeHttp, listen, refuseOpenDoor } from './http.ts';
import { type Pipeline, startPipeline } from './pipeline.ts';
import { startUpkeep } from './upkeep.ts';

/** The running system. */
export interface Embedded {
  /** Where the dashboard is. */
  readonly address: string;
  readonly ports: FolderPorts;
  readonly pipeline: Pipeline;
  readonly telemetry: TelemetryService;
  readonly settings: { readonly pseudonymKey: string; readonly homeOffset: string };
  stop(deadlineMs: number): Promise<'drained' | 'late'>;
}

export interface EmbeddedOptions {
  readonly config: Config;
  readonly clock: Clock;
  onFailure(error: unknown): void;
}

const claimed = (dir: string): Extract<ReturnType<typeof claimFolder>, { tag: 'owner' }> => {
  const claim = claimFolder(dir);
  if (claim.tag === 'owner') return claim;
  const who =
    claim.by === null ? 'another process' : `process ${claim.by.pid}${claim.by.address === undefined ? '' : ` at ${claim.by.address}`}`;
  throw new UsageError(`${who} is at work on ${dir} already. Stop it, or choose another folder: --data DIR`);
};

/** Members of the pipeline: the main thread is idle enough to share its core. */
export const pipelineThreads = (): number => Math.max(1, Math.min(4, availableParallelism()));

interface CollectOptions extends Pick<EmbeddedOptions, 'config' | 'clock'> {
  readonly ports: FolderPorts;
  readonly telemetry: TelemetryService;
  readonly key: string;
}

/** Watches the configured folders. @returns what stops it */
const collect = async ({ config, ports, clock, telemetry, key }: CollectOptions): Promise<() => Promise<void>> => {
  const { folders, everySeconds } = config.collector;
  const receipts = signedReceipts(key);
  const { log, blobs, jobs } = ports;
  const worker = await startCollector({ folders, everyMs: everySeconds * 1000, ports: { log, blobs, telemetry }, jobs, clock, receipts });
  return () => worker.close();
};

/** Starts every part top to bottom; `stop` takes them down in reverse. */
export const runEmbedded = async ({ config, clock, onFailure }: EmbeddedOptions): Promise<Embedded> => {
  refuseOpenDoor(config);
  const { dir } = config.data;
  const stops: (() => unknown)[] = [];
  const unwind = async (): Promise<void> => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  try {
    const claim = claimed(dir);
    stops.push(() => claim.release());
    const telemetry = createTelemetry({ service: 'standalone', version, clock, level: 'warn', processMetrics: true });
    const key = (config.pseudonymKey ?? pseudonymKeyIn(dir)).reveal();
    const settings = { pseudonymKey: key, homeOffset: config.homeOffset };
    const ports = await openFolderPorts({ dir, clock, resetMembers: true });
    stops.push(() => ports.close());
    await ports.index.apply();
    const feed = createLiveFeed();
    const pipeline = await startPipeline({ dir, settings, threads: pipelineThreads(), telemetry, onIndexed: feed.publish, onFailure });
    let outcome: 'drained' | 'late' = 'drained';
    let deadline = 10_000;
    stops.push(async () => {
      outcome = await pipeline.drain(deadline);
    });
    stops.push(startUpkeep(ports, clock, telemetry));
    if (config.collector.folders.length > 0) stops.push(await collect({ config, ports, clock, telemetry, key }));
    const app = await composeHttp({ config, ports, clock, telemetry, feed, pipeline, secret: key });
    stops.push(() => app.close());
    const address = await listen(app, config);
    claim.announce(address);
    return {
      address,
      ports,
      pipeline,
      telemetry,
      settings,
      stop: async (deadlineMs) => {
        deadline = deadlineMs;
        await unwind();
        return outcome;
      },
    };
  } catch (error) {
    await unwind();
    throw error;
  }
};
