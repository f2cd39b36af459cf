import { channels, topicNames } from '@earshot/model';
import { z } from 'zod';

/** Where a secret stands: it is never written into the configuration itself. */
const secret = z
  .union([
    z.strictObject({ file: z.string().min(1).describe('Path of a file; its content without the last line end is the secret.') }),
    z.strictObject({ env: z.string().min(1).describe('Name of an environment variable.') }),
  ])
  .meta({ secret: true });

export type SecretReference = z.infer<typeof secret>;

const key = z.strictObject({
  name: z.string().min(1).max(100).describe('Who uses the key; stands in the audit trail.'),
  role: z.enum(['ingest', 'analyst', 'admin']).describe('ingest: send feedback. analyst: search and export. admin: everything.'),
  secret: z.union([z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/u, 'SHA-256 of the key in lower-case hex') }), secret]),
});

const server = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('Address to listen on. Anything but loopback needs keys.'),
  port: z.int().min(0).max(65_535).default(8000).describe('0 takes any free port.'),
  publicUrl: z
    .url({ protocol: /^https?$/u })
    .optional()
    .describe('Address by which browsers and webhooks reach the server.'),
});

const limits = z.strictObject({
  bodyBytes: z.int().min(1024).default(16_777_216).describe('Largest request body, also unfolded, bytes.'),
  fileBytes: z.int().min(1024).default(67_108_864).describe('Largest file of a form, bytes.'),
  filesPerRequest: z.int().min(0).default(20).describe('Files that one form may carry.'),
  itemsPerRequest: z.int().min(1).default(10_000).describe('Messages that one request may carry.'),
  sourceItemsPerSecond: z
    .number()
    .positive()
    .optional()
    .describe('Share of one source (API key and account) in a gateway process, items a second; more is answered 429. No limit without.'),
  backlogSeconds: z.number().positive().default(300).describe('Intake answers 429 while processing lags more than this, seconds.'),
});

const days = z
  .number()
  .positive()
  .optional()
  .describe('Days that the topic keeps its records, instead of the default of the topics table.');
const partitions = z
  .int()
  .min(1)
  .max(10_000)
  .optional()
  .describe('Partitions of the topic, where more than the topics table says; never fewer than there are.');
const partitionCounts = Object.fromEntries(topicNames.map((topic) => [topic, partitions])) as Record<
  (typeof topicNames)[number],
  typeof partitions
>;
const retention = Object.fromEntries(topicNames.map((topic) => [topic, days])) as Record<(typeof topicNames)[number], typeof days>;

const kafka = z.strictObject({
  brokers: z.array(z.string().min(1)).default([]).describe('host:port. Any: the log is Kafka.'),
  ssl: z.boolean().default(false).describe('Encrypt the connections to the brokers.'),
  sasl: z
    .strictObject({
      mechanism: z
        .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
        .default('scram-sha-512')
        .describe('How the brokers check the password.'),
      username: z.string().min(1).describe('User at the brokers.'),
      password: secret.describe('Password at the brokers.'),
    })
    .optional()
    .describe('How to log in to the brokers.'),
  sessionSeconds: z
    .number()
    .min(6)
    .max(300)
    .default(30)
    .describe('A worker that is not heard of for so long loses its partitions to the others.'),
  replication: z.int().min(1).max(32_767).default(1).describe('Copies of each partition; 3 where the cluster has three brokers.'),
});

const elasticsearch = z.strictObject({
  url: z
    .url({ protocol: /^https?$/u })
    .optional()
    .describe('Given: the index is Elasticsearch.'),
  apiKey: secret.optional().describe('API key that may write and read the feedback indices.'),
  prefix: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,60}$/u, 'lower-case letters, digits, dot, dash and underscore')
    .default('feedback')
    .describe('Read alias, and stem of every index name.'),
  replicas: z.int().min(0).default(0).describe('Copies of each shard; 1 where the cluster has several nodes.'),
});

const redis = z.strictObject({
  url: z
    .url({ protocol: /^rediss?$/u })
    .optional()
    .describe('Given: jobs and memory are Redis.'),
  password: secret.optional().describe('Password, where the address names none.'),
  prefix: z.string().min(1).max(60).default('earshot').describe('Stands before every key.'),
});

const s3 = z.strictObject({
  bucket: z.string().min(3).describe('Holds original mails, attachments and large values.'),
  endpoint: z
    .url({ protocol: /^https?$/u })
    .optional()
    .describe('Address of the service where it is not Amazon S3.'),
  region: z.string().min(1).default('us-east-1').describe('Region that requests are signed for.'),
  accessKeyId: z.string().min(1).describe('Id of the access key.'),
  secretAccessKey: secret.describe('Secret of the access key.'),
  pathStyle: z.boolean().default(true).describe('Bucket in the path, as most services beside Amazon S3 want it.'),
});

/** Stages that a worker runs, in the order of the way. */
export const workerStages = ['clean', 'normalise', 'analyse'] as const;
export type WorkerStage = (typeof workerStages)[number];

/** The one definition of the configuration: types, defaults, documentation and JSON Schema follow from it. */
export const configDefinition = z.strictObject({
  $schema: z.string().optional().describe('Address of the JSON Schema, for editors.'),
  server: server.prefault({}),
  data: z.strictObject({ dir: z.string().min(1).default('./data').describe('Folder of the embedded store.') }).prefault({}),
  keys: z.array(key).default([]).describe('API keys. None: everybody on this machine may do everything, nobody else anything.'),
  pseudonymKey: secret
    .optional()
    .describe(
      'Key of the author pseudonyms. Embedded default: made once and kept in the data folder. Changing it parts authors from their past.',
    ),
  homeOffset: z
    .string()
    .regex(/^[+-](0\d|1[0-4]):[0-5]\d$/u, 'an offset such as +08:00')
    .default('+00:00')
    .describe('Offset from UTC of source times that name none.'),
  limits: limits.prefault({}),
  topicPrefix: z
    .string()
    .regex(/^[A-Za-z0-9._-]{0,100}$/u, 'letters, digits, dot, dash and underscore')
    .default('')
    .describe('Stands before every Kafka topic name.'),
  partitions: z
    .strictObject(partitionCounts)
    .prefault({})
    .describe('More partitions for a topic: a stage can have as many workers as its topic has partitions.'),
  retentionDays: z
    .strictObject(retention)
    .prefault({})
    .describe('Days that a topic keeps its records, where they differ from the topics table.'),
  connectors: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .default({})
    .describe('Settings by connector; each connector checks its own. Secrets inside are references too.'),
  kafka: kafka.prefault({}),
  elasticsearch: elasticsearch.prefault({}),
  redis: redis.prefault({}),
  blobs: z.strictObject({ s3: s3.optional() }).prefault({}),
  collector: z
    .strictObject({
      folders: z
        .array(
          z.strictObject({
            path: z.string().min(1).describe('Folder into which others put files; those of several collectors lie on one volume.'),
            account: z.string().min(1).max(128).describe('Mailbox, page, form or line that the files came in by.'),
            channel: z.enum(channels).optional().describe('Channel of the files; found by content without.'),
            format: z.string().max(32).optional().describe('Format of the files; found by content without.'),
            own: z.array(z.string()).optional().describe('Addresses and names that are ours: what they wrote is a reply.'),
          }),
        )
        .default([])
        .describe('Folders that are watched: every file in them is taken in once and moved to .earshot/done.'),
      everySeconds: z.number().positive().default(5).describe('Rest between two looks at a source, seconds.'),
    })
    .prefault({}),
  probe: z
    .strictObject({
      everySeconds: z
        .number()
        .min(2)
        .optional()
        .describe('The API sends a message of its own this often and measures until it is searchable. None: no probes.'),
      timeoutSeconds: z.number().positive().default(60).describe('A probe that is not searchable after this has failed.'),
    })
    .prefault({}),
  tracing: z
    .strictObject({
      endpoint: z
        .url({ protocol: /^https?$/u })
        .optional()
        .describe('Collector that takes OpenTelemetry traces as OTLP over HTTP. None: no traces.'),
      sampleRatio: z.number().min(0).max(1).default(0.01).describe('Share of the messages that are followed from connector to index.'),
    })
    .prefault({}),
  worker: z
    .strictObject({
      stages: z
        .array(z.enum(workerStages))
        .min(1)
        .default([...workerStages])
        .describe('What `earshot run worker` does to a record, in this order.'),
    })
    .prefault({}),
});

/** Checked, with its defaults, and still free of secrets: this may be printed. */
export type CheckedConfig = z.infer<typeof configDefinition>;
