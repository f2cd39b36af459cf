import { topicNames } from '@earshot/model';
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
  backlogSeconds: z.number().positive().default(300).describe('Intake answers 429 while processing lags more than this, seconds.'),
});

const days = z
  .number()
  .positive()
  .optional()
  .describe('Days that the topic keeps its records, instead of the default of the topics table.');
const retention = Object.fromEntries(topicNames.map((topic) => [topic, days])) as Record<(typeof topicNames)[number], typeof days>;

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
  retentionDays: z
    .strictObject(retention)
    .prefault({})
    .describe('Days that a topic keeps its records, where they differ from the topics table.'),
  connectors: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .default({})
    .describe('Settings by connector; each connector checks its own. Secrets inside are references too.'),
  kafka: z.strictObject({ brokers: z.array(z.string().min(1)).default([]).describe('host:port. Any: the log is Kafka.') }).prefault({}),
  elasticsearch: z.strictObject({ url: z.url().optional().describe('Given: the index is Elasticsearch.') }).prefault({}),
  redis: z.strictObject({ url: z.url().optional().describe('Given: jobs and memory are Redis.') }).prefault({}),
});

/** Checked, with its defaults, and still free of secrets: this may be printed. */
export type CheckedConfig = z.infer<typeof configDefinition>;
