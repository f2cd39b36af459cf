import { createRequire } from 'node:module';
import kafkajs, { type Cluster as KnownCluster, type Kafka } from 'kafkajs';
import type { Clock } from '../clock/port.ts';
import { patiently } from './kafka-patience.ts';
import { renewable } from './kafka-renewable.ts';
import type { LogRecord, Offset, Partition } from './port.ts';
import { recordOf, type KafkaMessage } from './kafka-record.ts';

/** What one partition answered to a fetch. */
interface PartitionAnswer {
  readonly partition: Partition;
}

interface Broker {
  readonly fetch: (request: {
    readonly isolationLevel: number;
    readonly maxWaitTime: number;
    readonly minBytes: number;
    readonly maxBytes: number;
    readonly topics: readonly { topic: string; partitions: readonly { partition: Partition; fetchOffset: string; maxBytes: number }[] }[];
    readonly rackId: string;
  }) => Promise<{ readonly responses: readonly { readonly partitions: readonly PartitionAnswer[] }[] }>;
}

/** The part of kafkajs's cluster that a fetch needs and its types leave out. */
type Cluster = KnownCluster & {
  findBroker(node: { readonly nodeId: string }): Promise<Broker>;
  disconnect(): Promise<void>;
  connect(): Promise<void>;
};

/** Control records, aborted transactions and records from before the wanted offset left out. */
interface ReadBatch {
  readonly messages: readonly KafkaMessage[];
  lastOffset(): string;
}

const ReadBatch = createRequire(import.meta.url)('kafkajs/src/consumer/batch.js') as new (
  topic: string,
  fetchedOffset: string,
  answer: PartitionAnswer,
) => ReadBatch;

export interface Fetched {
  readonly records: readonly LogRecord[];
  /** Where to go on: behind what was read, markers included; the asked offset at the end of the partition. */
  readonly next: Offset;
}

/** Records of one partition from an offset on, without a group. */
export interface Fetcher {
  /** At least one record where one stands at or behind `from`; none at the end of the partition, or where there is no such place. */
  readonly fetch: (topic: string, partition: Partition, from: Offset, maxBytes: number) => Promise<Fetched>;
  close(): Promise<void>;
}

const readCommitted = 1;
/** At the end of a partition the broker answers after this. */
const maxWaitMs = 5;
const outOfRange = 'KafkaJSOffsetOutOfRange';

// kafkajs reads by groups only; a group for each look at a record would cost a rebalance and an entry that the broker keeps. Assigners are
// handed the cluster when a consumer is made, connected or not: with it one can fetch, and no group is ever joined.
const clusterOf = (kafka: Kafka): Cluster => {
  let cluster: KnownCluster | undefined;
  kafka.consumer({
    groupId: 'never-joined',
    allowAutoTopicCreation: false,
    partitionAssigners: [
      (given) => {
        cluster = given.cluster;
        return kafkajs.PartitionAssigners.roundRobin(given);
      },
    ],
  });
  if (cluster === undefined) throw new TypeError('this kafkajs hands its assigners no cluster: kafka-fetch.ts was written for 2.2.4');
  return cluster as Cluster;
};

export const openFetcher = (kafka: Kafka, clock: Pick<Clock, 'sleep'>): Fetcher => {
  const cluster = renewable(() => clusterOf(kafka));

  const once = async (topic: string, partition: Partition, from: Offset, maxBytes: number): Promise<Fetched> => {
    const one = await cluster.get();
    await one.addTargetTopic(topic);
    const [nodeId] = Object.keys(one.findLeaderForPartitions(topic, [partition]));
    if (nodeId === undefined) return { records: [], next: from };
    const broker = await one.findBroker({ nodeId });
    const { responses } = await broker.fetch({
      isolationLevel: readCommitted,
      maxWaitTime: maxWaitMs,
      minBytes: 1,
      maxBytes,
      topics: [{ topic, partitions: [{ partition, fetchOffset: `${from}`, maxBytes }] }],
      rackId: '',
    });
    const answer = responses[0]?.partitions[0];
    if (answer === undefined) return { records: [], next: from };
    const batch = new ReadBatch(topic, `${from}`, answer);
    return { records: batch.messages.map((message) => recordOf(partition, message)), next: Math.max(from, Number(batch.lastOffset()) + 1) };
  };

  /** A broker that went away, another leader, a topic that is being made: again with fresh metadata. */
  const patient = (topic: string, partition: Partition, from: Offset, maxBytes: number): Promise<Fetched> =>
    patiently(clock, async () => {
      try {
        return await once(topic, partition, from, maxBytes);
      } catch (error) {
        if ((error as Error).name === outOfRange) return { records: [], next: from };
        await cluster.discard();
        throw error;
      }
    });
  // One at a time: kafkajs opens a connection for each of several first looks at once, and forgets all but one of them.
  let last: Promise<unknown> = Promise.resolve();
  return {
    fetch: (topic, partition, from, maxBytes) => {
      const mine = last.then(() => patient(topic, partition, from, maxBytes));
      last = mine.catch(() => undefined);
      return mine;
    },
    close: async () => {
      await last;
      await cluster.discard();
    },
  };
};
