import kafkajs, { type Admin, type Kafka, type Message, type Producer, type TopicMessages } from 'kafkajs';
import { type Topic, topics } from '@earshot/model';
import type { Clock } from '../clock/port.ts';
import { renewable } from './kafka-renewable.ts';
import { partitionOf } from './partitioner.ts';
import type { AppendOutcome, NewRecord, Partition } from './port.ts';

const { CompressionTypes } = kafkajs;

export interface Appender {
  append(topic: Topic, records: readonly NewRecord[]): Promise<readonly AppendOutcome[]>;
  close(): Promise<void>;
}

export interface AppenderParts {
  readonly kafka: Kafka;
  readonly admin: Admin;
  readonly prefix: string;
  readonly clock: Pick<Clock, 'elapsed'>;
}

/** How long a count of partitions is believed: the time within which added ones are used. */
const metadataMaxAgeMs = 10_000;
/** One request; what one partition gets in it stays under the topic's size of a batch. */
const requestBytes = 8 * 1_048_576;

/** One append, waiting for its turn. */
interface Waiting {
  readonly topic: Topic;
  readonly records: readonly NewRecord[];
  readonly outcomes: (AppendOutcome | null)[];
  /** First record that no request has taken. */
  next: number;
  /** Records in requests that are not answered. */
  open: number;
  resolve(outcomes: readonly AppendOutcome[]): void;
  reject(error: unknown): void;
}

/** A record's place in an append, for its answer. */
interface Passenger {
  readonly waiting: Waiting;
  readonly at: number;
}

const overhead = 64;
const sizeOf = ({ key, value, headers }: NewRecord): number => {
  let bytes = value.byteLength + Buffer.byteLength(key) + overhead;
  for (const name in headers) bytes += Buffer.byteLength(name) + Buffer.byteLength(headers[name] ?? '') + 4;
  return bytes;
};

const messageOf = ({ key, value, headers }: NewRecord, partition: Partition): Message => ({
  key,
  value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  headers: { ...headers },
  partition,
});

/** Every message names its partition: ours is the one partitioner of both modes. */
const placed = ({ message }: { readonly message: Message }): Partition => message.partition ?? 0;

/** One request: messages by topic and partition in order, and who waits for them. */
interface Load {
  readonly messages: Map<Topic, Message[]>;
  readonly passengers: Map<string, Passenger[]>;
  readonly aboard: Set<Waiting>;
}

/**
 * The idempotent producer: acknowledged by all replicas, one request at a time, so that equal keys keep the order of their appends. What is
 * appended while a request is under way goes along with the next one.
 */
export const openAppender = ({ kafka, admin, prefix, clock }: AppenderParts): Appender => {
  const counts = new Map<Topic, { readonly count: number; readonly at: number }>();
  const queue: Waiting[] = [];
  const flight: { running: Promise<void> | null } = { running: null };
  let closed = false;

  const producer = renewable<Producer>(() =>
    kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false, createPartitioner: () => placed }),
  );

  const partitionsOf = async (topic: Topic): Promise<number> => {
    const known = counts.get(topic);
    if (known !== undefined && clock.elapsed() - known.at < metadataMaxAgeMs) return known.count;
    const name = `${prefix}${topics[topic].name}`;
    const { topics: found } = await admin.fetchTopicMetadata({ topics: [name] });
    const count = found[0]?.partitions.length ?? 0;
    if (count === 0) throw new Error(`the topic ${name} does not exist: earshot topics apply creates it`);
    counts.set(topic, { count, at: clock.elapsed() });
    return count;
  };

  /** @returns false when the record must wait for the next request */
  const board = (load: Load, waiting: Waiting, partition: Partition, room: Map<string, number>, bytes: number): boolean => {
    const { topic } = waiting;
    const place = `${topic}/${partition}`;
    const left = room.get(place) ?? topics[topic].maxMessageBytes;
    if (bytes > left && load.passengers.has(place)) return false;
    room.set(place, left - bytes);
    const record = waiting.records[waiting.next];
    if (record === undefined) return true;
    const messages = load.messages.get(topic) ?? [];
    load.messages.set(topic, messages);
    messages.push(messageOf(record, partition));
    const passengers = load.passengers.get(place) ?? [];
    load.passengers.set(place, passengers);
    passengers.push({ waiting, at: waiting.next });
    waiting.open += 1;
    load.aboard.add(waiting);
    return true;
  };

  /** Takes from the head of the queue in order; a record that does not fit ends the load, so that nothing of its key overtakes it. */
  const fill = async (): Promise<Load> => {
    const load: Load = { messages: new Map(), passengers: new Map(), aboard: new Set() };
    const room = new Map<string, number>();
    let total = 0;
    for (let waiting = queue[0]; waiting !== undefined; waiting = queue[0]) {
      const partitions = await partitionsOf(waiting.topic).catch((error: unknown) => error as Error);
      if (typeof partitions !== 'number') {
        // What is aboard already goes first; the next look finds this append at the head again.
        if (load.aboard.size > 0) return load;
        queue.shift();
        waiting.reject(partitions);
        continue;
      }
      const limit = topics[waiting.topic].maxMessageBytes;
      for (; waiting.next < waiting.records.length; waiting.next += 1) {
        const record = waiting.records[waiting.next];
        if (record === undefined) break;
        const bytes = sizeOf(record);
        if (bytes - overhead > limit) {
          waiting.outcomes[waiting.next] = { tag: 'refused', reason: 'too-large', limitBytes: limit };
          continue;
        }
        if (total > 0 && total + bytes > requestBytes) return load;
        if (!board(load, waiting, partitionOf(record.key, partitions), room, bytes)) return load;
        total += bytes;
      }
      queue.shift();
      if (waiting.open === 0 && !load.aboard.has(waiting)) settle(waiting);
    }
    return load;
  };

  const settle = (waiting: Waiting): void => {
    if (waiting.open > 0 || waiting.next < waiting.records.length) return;
    waiting.resolve(waiting.outcomes.filter((outcome) => outcome !== null));
  };

  const answer = (load: Load, answers: readonly { topicName: string; partition: number; baseOffset?: string }[]): void => {
    let left = [...load.passengers.values()].reduce((sum, each) => sum + each.length, 0);
    const byName = new Map([...load.messages.keys()].map((topic) => [`${prefix}${topics[topic].name}`, topic]));
    for (const { topicName, partition, baseOffset = '0' } of answers) {
      const topic = byName.get(topicName);
      const passengers = topic === undefined ? undefined : load.passengers.get(`${topic}/${partition}`);
      for (const [index, { waiting, at }] of passengers?.entries() ?? []) {
        waiting.outcomes[at] = { tag: 'appended', partition, offset: Number(baseOffset) + index };
        waiting.open -= 1;
        left -= 1;
      }
    }
    if (left > 0) throw new Error(`the brokers left ${left} records without an answer`);
    for (const waiting of load.aboard) settle(waiting);
  };

  const send = async (load: Load): Promise<void> => {
    const batch: TopicMessages[] = [...load.messages].map(([topic, messages]) => ({ topic: `${prefix}${topics[topic].name}`, messages }));
    if (batch.length === 0) return;
    answer(load, await (await producer.get()).sendBatch({ topicMessages: batch, acks: -1, compression: CompressionTypes.ZSTD }));
  };

  const failed = (waitings: Iterable<Waiting>, error: unknown): void => {
    for (const waiting of waitings) {
      const at = queue.indexOf(waiting);
      if (at !== -1) queue.splice(at, 1);
      waiting.reject(error);
    }
  };

  const pump = async (): Promise<void> => {
    while (queue.length > 0) {
      const load = await fill();
      try {
        await send(load);
      } catch (error) {
        failed(load.aboard, error);
        // Its sequence numbers are in doubt: a new producer begins new ones.
        await producer.discard();
      }
    }
  };

  const start = (): void => {
    flight.running ??= pump().finally(() => {
      flight.running = null;
      // What came between the last look and now.
      if (queue.length > 0) start();
    });
  };

  return {
    append: (topic, records) => {
      if (records.length === 0) return Promise.resolve([]);
      if (closed) return Promise.reject(new Error('the log is closed'));
      return new Promise((resolve, reject) => {
        queue.push({ topic, records, outcomes: records.map(() => null), next: 0, open: 0, resolve, reject });
        start();
      });
    },
    close: async () => {
      closed = true;
      while (flight.running !== null) await flight.running;
      await producer.discard();
    },
  };
};
