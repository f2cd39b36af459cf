import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import kafkajs, { type ISocketFactory, type Kafka, type logCreator, type logLevel as logLevels } from 'kafkajs';
import type { Telemetry } from '../telemetry/port.ts';

const { CompressionCodecs, CompressionTypes, Kafka: KafkaClient, logLevel } = kafkajs;

/** How to reach the brokers. */
export interface KafkaAccess {
  /** host:port of some of them. */
  readonly brokers: readonly string[];
  /** Stands before every topic and group name. */
  readonly prefix: string;
  readonly clientId: string;
  readonly telemetry: Telemetry;
  readonly ssl?: boolean;
  readonly sasl?: { readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; readonly username: string; readonly password: string };
}

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

// kafkajs brings gzip only; Zstandard is what Node has built in, several times faster at a better ratio.
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: ({ buffer }: { buffer: Buffer }) => compress(buffer, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
  decompress: (buffer: Buffer) => decompress(buffer),
});

// kafkajs 2.2.4 computes a negative timer on every connect, which Node 24 reports (its #1751): harmless, and nothing a user can do.
const emitWarning = process.emitWarning.bind(process) as (...words: unknown[]) => void;
process.emitWarning = (...words: unknown[]): void => {
  const [warning, second] = words;
  const name =
    warning instanceof Error ? warning.name : typeof second === 'string' ? second : (second as { type?: string } | undefined)?.type;
  if (name !== 'TimeoutNegativeWarning' || new Error('where').stack?.includes('kafkajs') !== true) emitWarning(...words);
};

/** Said of states that pass by themselves: a group that is being formed, a broker that is starting. */
const passing = /coordinator|rebalanc|re-joining|leader|not available|loading|^Response |invalidate EoS/iu;

const levelOf = (level: logLevels, message: string): 'debug' | 'warn' | 'error' => {
  if (level >= logLevel.INFO || passing.test(message)) return 'debug';
  return level === logLevel.ERROR ? 'error' : 'warn';
};

/** kafkajs's log through ours: its message names topics, groups and brokers, never contents. */
const logInto =
  (telemetry: Telemetry): logCreator =>
  () =>
  ({ level, log, namespace }) =>
    telemetry.log(levelOf(level, log.message), 'kafka', { from: namespace, message: log.message });

const retry = { initialRetryTime: 100, maxRetryTime: 5000, retries: 8 };

/** A client that owns no connection yet. */
export const createKafka = (access: KafkaAccess, socketFactory?: ISocketFactory): Kafka => {
  const { brokers, clientId, telemetry, ssl = false, sasl } = access;
  return new KafkaClient({
    brokers: [...brokers],
    clientId,
    ssl,
    ...(sasl === undefined ? {} : { sasl: sasl as never }),
    connectionTimeout: 5000,
    requestTimeout: 30_000,
    retry,
    logLevel: logLevel.WARN,
    logCreator: logInto(telemetry),
    ...(socketFactory === undefined ? {} : { socketFactory }),
  });
};
