import { type Topic, topics } from '@earshot/model';
import type { Clock } from '../clock/port.ts';
import { createKafka, type KafkaAccess } from './kafka-client.ts';
import { openFetcher } from './kafka-fetch.ts';
import { joinGate } from './kafka-join-gate.ts';
import { extentsOf, lagReader } from './kafka-offsets.ts';
import { openAppender } from './kafka-producer.ts';
import { type KafkaSubscription, kafkaSubscription } from './kafka-subscription.ts';
import type { Log, LogRecord } from './port.ts';

export interface KafkaLogOptions extends KafkaAccess {
  readonly clock: Clock;
  /** A member that is not heard of for so long loses its partitions. Default 30 s. */
  readonly sessionTimeoutMs?: number;
  /** Longest drain before a member gives its partitions back. Default a third of the session. */
  readonly drainDeadlineMs?: number;
}

const scanBytes = 4 * 1_048_576;

/**
 * The log on Kafka through kafkajs: acknowledged by all replicas, one idempotent producer, eager consumer groups with a drain before each
 * rebalance. Topics exist already (`applyTopics`). Topic and group names stand behind the prefix.
 */
export const openKafkaLog = async (options: KafkaLogOptions): Promise<Log> => {
  const { prefix, clock, telemetry, sessionTimeoutMs = 30_000 } = options;
  const { drainDeadlineMs = sessionTimeoutMs / 3 } = options;
  const kafka = createKafka(options);
  const admin = kafka.admin();
  await admin.connect();
  const appender = openAppender({ kafka, admin, prefix, clock });
  const fetcher = openFetcher(kafka, clock);
  const lags = lagReader({ admin, clock }, fetcher);
  const subscriptions = new Set<KafkaSubscription>();
  const nameOf = (topic: Topic): string => `${prefix}${topics[topic].name}`;

  return {
    append: (topic, records) => appender.append(topic, records),
    subscribe: async (topic, group, limits) => {
      const consumer = createKafka(
        options,
        joinGate(async () => subscription.beforeJoin()),
      ).consumer({
        groupId: `${prefix}${group}`,
        sessionTimeout: sessionTimeoutMs,
        rebalanceTimeout: 2 * sessionTimeoutMs,
        heartbeatInterval: Math.min(3000, sessionTimeoutMs / 10),
        metadataMaxAge: 10_000,
        allowAutoTopicCreation: false,
        maxWaitTimeInMs: 250,
        maxBytesPerPartition: 1_048_576,
        retry: { initialRetryTime: 100, maxRetryTime: 5000, retries: 20, restartOnFailure: async () => !subscription.isClosed() },
      });
      const names = { topic: nameOf(topic), group: `${prefix}${group}` };
      const subscription = kafkaSubscription({ consumer, admin, ...names, limits, clock, telemetry, drainDeadlineMs, sessionTimeoutMs });
      await subscription.start();
      subscriptions.add(subscription);
      return {
        ...subscription,
        close: async () => {
          subscriptions.delete(subscription);
          await subscription.close();
        },
      };
    },
    lag: (topic, group) => lags.lag(nameOf(topic), `${prefix}${group}`, clock.now()),
    read: async (topic, partition, offset) => {
      const { records } = await fetcher.fetch(nameOf(topic), partition, offset, 1);
      const [record] = records;
      return record?.offset === offset ? record : null;
    },
    scan: async function* (topic, from = new Map()): AsyncGenerator<LogRecord> {
      for (const { partition, low, high } of await extentsOf({ admin, clock }, nameOf(topic))) {
        let at = Math.max(low, from.get(partition) ?? 0);
        while (at < high) {
          const { records, next } = await fetcher.fetch(nameOf(topic), partition, at, scanBytes);
          for (const record of records) if (record.offset < high) yield record;
          if (next <= at) break;
          at = next;
        }
      }
    },
    close: async () => {
      await Promise.all([...subscriptions].map((subscription) => subscription.close()));
      await appender.close();
      await fetcher.close();
      await admin.disconnect();
    },
  };
};
