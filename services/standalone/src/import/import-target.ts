import type { IntakePorts } from '@earshot/intake';
import { type Clock, type Config, type Log, pseudonymKeyIn, type TelemetryService } from '@earshot/platform';
import { sharedKeyOf } from '../distributed/run-service.ts';
import { openServers } from '../distributed/servers.ts';
import { openPipelineFolder } from '../embedded/pipeline-folder.ts';

/** Where an import goes. */
export interface ImportTarget {
  readonly ports: Omit<IntakePorts, 'telemetry'> & { readonly log: Log };
  /** Secret of the receipts. */
  readonly key: string;
  close(): Promise<void>;
}

/** Kafka where brokers are given, whose workers do the rest; else the data folder, where this process does it itself if no server is at work. */
export const openImportTarget = async (config: Config, clock: Clock, telemetry: TelemetryService): Promise<ImportTarget> => {
  if (config.kafka.brokers.length > 0) {
    const key = sharedKeyOf(config);
    const servers = openServers({ config, clock, telemetry, client: 'earshot-import' });
    return { ports: { log: await servers.log(), blobs: await servers.blobs() }, key, close: () => servers.close() };
  }
  const { dir } = config.data;
  const key = (config.pseudonymKey ?? pseudonymKeyIn(dir)).reveal();
  const { ports, close } = await openPipelineFolder({
    dir,
    clock,
    telemetry,
    settings: { pseudonymKey: key, homeOffset: config.homeOffset },
  });
  return { ports, key, close };
};
