import type { LogRecord, Partition } from './port.ts';

/** A message as kafkajs decodes it, of a consumer's batch or of a fetch. */
export interface KafkaMessage {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, Buffer | string | readonly (Buffer | string)[] | undefined>>;
}

const textOf = (value: Buffer | string | readonly (Buffer | string)[] | undefined): string => {
  if (Array.isArray(value)) return textOf((value as readonly (Buffer | string)[]).at(-1));
  return value === undefined ? '' : value.toString();
};

export const recordOf = (partition: Partition, message: KafkaMessage): LogRecord => {
  const headers: Record<string, string> = {};
  for (const name in message.headers) headers[name] = textOf(message.headers[name]);
  return {
    key: message.key?.toString() ?? '',
    value: message.value ?? Buffer.alloc(0),
    headers,
    partition,
    offset: Number(message.offset),
    appendedAt: Number(message.timestamp),
  };
};
