import {
  type Blobs,
  claimCheckLog,
  type Clock,
  type Config,
  type Index,
  type Jobs,
  type LiveFeed,
  type Log,
  openFolderBlobs,
  type Seen,
  type Telemetry,
} from '@earshot/platform';
import { fold, words } from '@earshot/text';
import { UsageError } from '../usage-error.ts';

/** Servers by the variable that names them. */
const variables = { kafka: 'KAFKA_BROKERS', elasticsearch: 'ELASTICSEARCH_URL', redis: 'REDIS_URL' } as const;
export type ServerName = keyof typeof variables;

/** The ports of a process of the distributed system; each is opened when it is first asked for. */
export interface Servers {
  log(): Promise<Log>;
  index(): Promise<Index>;
  seen(): Promise<Seen>;
  jobs(): Promise<Jobs>;
  blobs(): Promise<Blobs>;
  feed(): Promise<LiveFeed>;
  /** Closes what was opened, last first. */
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Name of the process at the brokers. */
  readonly client: string;
}

const isGiven = (config: Config, server: ServerName): boolean =>
  server === 'kafka' ? config.kafka.brokers.length > 0 : config[server].url !== undefined;

/** @throws UsageError that names every address that is missing */
export const requireServers = (config: Config, needed: readonly ServerName[], what: string): void => {
  const missing = needed.filter((server) => !isGiven(config, server)).map((server) => variables[server]);
  if (missing.length === 0) return;
  throw new UsageError(
    `${what} needs ${missing.join(' and ')}, in the environment or the configuration (docs/reference/configuration.md).\n` +
      'Without servers, npm start runs the whole system in one process.',
  );
};

// The clients are loaded by those who need them: the embedded system never does.
const adapters = () => import('@earshot/platform/distributed');

const once = <T>(open: () => Promise<T>): (() => Promise<T>) => {
  let opened: Promise<T> | undefined;
  return () => (opened ??= open());
};

const openBlobs = async ({ blobs, data }: Config): Promise<Blobs> => {
  if (blobs.s3 === undefined) return openFolderBlobs({ dir: data.dir });
  const { bucket, region, endpoint, accessKeyId, secretAccessKey, pathStyle } = blobs.s3;
  const { openS3Blobs } = await adapters();
  return openS3Blobs({
    bucket,
    region,
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    forcePathStyle: pathStyle,
    ...(endpoint === undefined ? {} : { endpoint }),
  });
};

/** How to reach the index, and how text becomes words in it. */
export const elasticsearchAccess = ({ elasticsearch }: Config) => {
  const { url = '', prefix, replicas, apiKey } = elasticsearch;
  return { url, prefix, replicas, analyser: { words, fold }, ...(apiKey === undefined ? {} : { apiKey: apiKey.reveal() }) };
};

const openIndex = async ({ config, clock, telemetry }: ServerOptions): Promise<Index> =>
  (await adapters()).openElasticsearchIndex({ ...elasticsearchAccess(config), clock, telemetry });

const openLog = async ({ config, clock, telemetry, client }: ServerOptions, blobs: () => Promise<Blobs>): Promise<Log> => {
  const { openKafkaLog } = await adapters();
  const sessionTimeoutMs = config.kafka.sessionSeconds * 1000;
  const log = await openKafkaLog({ ...kafkaAccess(config), clientId: client, clock, telemetry, sessionTimeoutMs });
  return claimCheckLog({ log, blobs: await blobs() });
};

/** How to reach the brokers. */
export const kafkaAccess = ({ kafka, topicPrefix }: Config) => ({
  brokers: kafka.brokers,
  prefix: topicPrefix,
  ssl: kafka.ssl,
  ...(kafka.sasl === undefined ? {} : { sasl: { ...kafka.sasl, password: kafka.sasl.password.reveal() } }),
});

const redisAccess = ({ redis }: Config) => ({
  url: redis.url ?? '',
  prefix: redis.prefix,
  ...(redis.password === undefined ? {} : { password: redis.password.reveal() }),
});

export const openServers = (options: ServerOptions): Servers => {
  const { config, clock, telemetry } = options;
  const opened: (() => Promise<unknown>)[] = [];
  const port = <T>(open: () => Promise<T & { close?(): Promise<void> }>): (() => Promise<T>) =>
    once(async () => {
      const made = await open();
      opened.push(async () => made.close?.());
      return made;
    });
  const blobs = port(() => openBlobs(config));
  return {
    blobs,
    log: port(() => openLog(options, blobs)),
    index: port(() => openIndex(options)),
    seen: port(async () => (await adapters()).openRedisSeen({ ...redisAccess(config), clock, telemetry })),
    jobs: port(async () => (await adapters()).openBullJobs({ ...redisAccess(config), clock, telemetry })),
    feed: port(async () => (await adapters()).openRedisFeed({ ...redisAccess(config), clock, telemetry })),
    close: async () => {
      for (const close of opened.splice(0).reverse()) await close();
    },
  };
};
