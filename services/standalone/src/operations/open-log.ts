import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Blobs, type Clock, type Config, createTelemetry, type Log, openFolderBlobs, openSqliteLog } from '@earshot/platform';
import { openServers } from '../distributed/servers.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';

/** The log that an operation is about, with the blobs that its records name. */
export interface OperatedLog {
  readonly log: Log;
  readonly blobs: Blobs;
  close(): Promise<void>;
}

/**
 * Kafka where brokers are given, else the folder's log, beside whoever works on it.
 * @throws UsageError where the folder holds no log
 */
export const openOperatedLog = async (config: Config, clock: Clock): Promise<OperatedLog> => {
  if (config.kafka.brokers.length > 0) {
    const telemetry = createTelemetry({ service: 'operations', version, clock, level: 'warn' });
    const servers = openServers({ config, clock, telemetry, client: 'earshot-operations' });
    return { log: await servers.log(), blobs: await servers.blobs(), close: () => servers.close() };
  }
  const { dir } = config.data;
  if (!existsSync(path.join(dir, 'log.sqlite'))) {
    throw new UsageError(`there is no log in ${dir} yet. Start with: npm start, or name the folder with --data DIR`);
  }
  const log = openSqliteLog({ dir, clock });
  return { log, blobs: await openFolderBlobs({ dir }), close: () => log.close() };
};
