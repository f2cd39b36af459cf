import type { Kafka } from 'kafkajs';
import type { LogRecord, Offset, Partition } from './port.ts';
import { recordOf, type KafkaMessage } from './kafka-record.ts';

/** The little of kafkajs's cluster that a read without a group needs (kafkajs 2.2.4, src/cluster/index.js). */
interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  refreshMetadata(): Promise<void>;
  findLeaderForPartitions(topic: string, partitions: readonly Partition[]): Readonly<Record<string, readonly Partition[]>>;
  findBroker(node: { readonly nodeId: string }): Promise<Broker>;
}

interface Broker {
  fetch(request: {
    readonly replicaId?: number;
    readonly isolationLevel: number;
    readonly maxWaitTime: number;
    readonly minBytes: number;
    readonly maxBytes: number;
    readonly topics: readonly { topic: string; partitions: readonly { partition: Partition; fetchOffset: string; maxBytes: number }[] }[];
    readonly rackId: string;
  }): Promise<{
    readonly responses: readonly {
      readonly partitions: readonly { readonly partition: Partition; readonly messages: readonly FetchedMessage[] }[];
    }[];
  }>;
}

interface FetchedMessage extends KafkaMessage {
  readonly isControlRecord?: boolean;
}

/** Records of one partition from an offset on, without a group. */
export interface Fetcher {
  /** At least one record where one stands at or behind `from`; none at the end of the partition. */
  fetch(topic: string, partition: Partition, from: Offset, maxBytes: number): Promise<readonly LogRecord[]>;
  close(): Promise<void>;
}

const readCommitted = 1;
const maxWaitMs = 100;

// kafkajs offers no assignment without a group (its #1177 and others): a group for each look at a record would cost a rebalance and a group
// that the broker remembers. Its own cluster can fetch; the symbol under which the client makes one is the only private name used here.
const clusterOf = (kafka: Kafka): Cluster => {
  const symbol = Object.getOwnPropertySymbols(kafka).find(({ description }) => description === 'private:Kafka:createCluster');
  if (symbol === undefined) throw new TypeError('this kafkajs keeps its cluster elsewhere: kafka-fetch.ts was written for 2.2.4');
  const create = (kafka as unknown as Record<symbol, (options: object) => Cluster>)[symbol];
  if (create === undefined) throw new TypeError('no cluster');
  return create({ metadataMaxAge: 30_000, allowAutoTopicCreation: false, maxInFlightRequests: null, isolationLevel: readCommitted });
};

export const openFetcher = (kafka: Kafka): Fetcher => {
  let connected: Promise<Cluster> | null = null;
  const cluster = (): Promise<Cluster> => {
    connected ??= (async () => {
      const one = clusterOf(kafka);
      await one.connect();
      return one;
    })();
    return connected;
  };
  const renew = async (): Promise<void> => {
    const old = connected;
    connected = null;
    await (await old?.catch(() => undefined))?.disconnect().catch(() => undefined);
  };

  const once = async (topic: string, partition: Partition, from: Offset, maxBytes: number): Promise<readonly LogRecord[]> => {
    const one = await cluster();
    await one.addTargetTopic(topic);
    const [nodeId] = Object.keys(one.findLeaderForPartitions(topic, [partition]));
    if (nodeId === undefined) return [];
    const broker = await one.findBroker({ nodeId });
    const { responses } = await broker.fetch({
      isolationLevel: readCommitted,
      maxWaitTime: maxWaitMs,
      minBytes: 1,
      maxBytes,
      topics: [{ topic, partitions: [{ partition, fetchOffset: `${from}`, maxBytes }] }],
      rackId: '',
    });
    const messages = responses.flatMap(({ partitions }) => partitions.flatMap((each) => each.messages));
    // A batch comes whole, from before the offset that was asked for.
    return messages
      .filter(({ offset, isControlRecord }) => Number(offset) >= from && isControlRecord !== true)
      .map((message) => recordOf(partition, message));
  };

  return {
    fetch: async (topic, partition, from, maxBytes) => {
      try {
        return await once(topic, partition, from, maxBytes);
      } catch {
        // A broker that went away, or another leader: once more with fresh metadata.
        await renew();
        return once(topic, partition, from, maxBytes);
      }
    },
    close: renew,
  };
};
