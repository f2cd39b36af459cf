import type { NewRecord } from '@earshot/engine';
import type { Topic } from '@earshot/model';
import { systemClock } from '@earshot/platform';
import { openKafkaLog } from '@earshot/platform/distributed';
import { brokers, silent, type Space } from './space.ts';

const together = 2000;

export interface Filled {
  readonly records: number;
  /** Mean bytes of values. */
  readonly bytes: number;
}

/** Appends the records to a topic. */
export const fill = async ({ topicPrefix }: Space, topic: Topic, records: Iterable<NewRecord>): Promise<Filled> => {
  const log = await openKafkaLog({ brokers, prefix: topicPrefix, ssl: false, clientId: 'fill', clock: systemClock, telemetry: silent() });
  let some: NewRecord[] = [];
  let count = 0;
  let bytes = 0;
  const send = async (): Promise<void> => {
    await log.append(topic, some);
    some = [];
  };
  for (const record of records) {
    some.push(record);
    count += 1;
    bytes += record.value.byteLength;
    if (some.length === together) await send();
  }
  if (some.length > 0) await send();
  await log.close();
  return { records: count, bytes: bytes / count };
};

/** Mean bytes of a topic's values and of its keys and headers. */
export const weigh = async ({ topicPrefix }: Space, topic: Topic): Promise<{ readonly value: number; readonly envelope: number }> => {
  const log = await openKafkaLog({ brokers, prefix: topicPrefix, ssl: false, clientId: 'weigh', clock: systemClock, telemetry: silent() });
  let count = 0;
  let value = 0;
  let envelope = 0;
  for await (const record of log.scan(topic)) {
    count += 1;
    value += record.value.byteLength;
    envelope +=
      record.key.length + Object.entries(record.headers).reduce((sum, [name, text]) => sum + name.length + Buffer.byteLength(text), 0);
    if (count === 5000) break;
  }
  await log.close();
  return { value: value / count, envelope: envelope / count };
};
