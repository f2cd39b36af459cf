import { randomBytes } from 'node:crypto';
import { type Server, startService } from './earshot-process.ts';

/** Addresses of real servers. */
export interface Engines {
  readonly kafka: string;
  readonly elasticsearch: string;
  readonly redis: string;
}

/** A system of its own on shared servers: no name of it meets another's. */
export interface DistributedSystem {
  readonly prefix: string;
  /** For every process of it. */
  readonly env: Readonly<Record<string, string>>;
  start(service: string, ...words: readonly string[]): Promise<Server>;
}

/**
 * @param dir data folder that the processes share: blobs
 * @param more settings by their variables
 */
export const distributedSystem = (
  { kafka, elasticsearch, redis }: Engines,
  dir: string,
  more: Readonly<Record<string, string>> = {},
): DistributedSystem => {
  const prefix = `t${randomBytes(5).toString('hex')}`;
  const env = {
    KAFKA_BROKERS: kafka,
    ELASTICSEARCH_URL: elasticsearch,
    REDIS_URL: redis,
    EARSHOT_TOPIC_PREFIX: `${prefix}.`,
    EARSHOT_ELASTICSEARCH_PREFIX: `${prefix}-feedback`,
    EARSHOT_REDIS_PREFIX: prefix,
    EARSHOT_DATA_DIR: dir,
    EARSHOT_PSEUDONYM_KEY: 'a key for tests only',
    ...more,
  };
  return { prefix, env, start: (service, ...words) => startService(service, words, { env, cwd: dir }) };
};
