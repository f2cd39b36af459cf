import { randomBytes } from 'node:crypto';
import { Client } from '@elastic/elasticsearch';
import { Redis } from 'ioredis';
import kafkajs, { type Admin } from 'kafkajs';
import { createTelemetry, groupOf, systemClock, type TelemetryService } from '@earshot/platform';
import { applyTopics } from '@earshot/platform/distributed';
import { type Topic, topicNames, topics } from '@earshot/model';

/** Addresses of the servers: KAFKA_BROKERS, ELASTICSEARCH_URL and REDIS_URL, those of a local installation without. */
export const addresses = {
  kafka: process.env['KAFKA_BROKERS'] ?? '127.0.0.1:9092',
  elasticsearch: process.env['ELASTICSEARCH_URL'] ?? 'http://127.0.0.1:9200',
  redis: process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379',
};
export const brokers = addresses.kafka.split(',');

/** One set of topics and groups of its own on the servers. */
export interface Space {
  readonly topicPrefix: string;
  records(topic: Topic): Promise<number>;
  /** Next offset of each partition. */
  heads(topic: Topic): Promise<readonly number[]>;
  /** Forgets the position of the topic's group, so that it begins at the first record; nobody may be in it. */
  rewind(topic: Topic): Promise<void>;
  /** Deletes its topics. */
  drop(): Promise<void>;
  /** Settles when the topic's group has so many members and every one knows its partitions. */
  gathered(topic: Topic, members: number): Promise<void>;
}

/** Everything of one run on the servers; no name of it meets another's. */
export interface Grounds {
  readonly name: string;
  readonly elastic: Client;
  readonly telemetry: TelemetryService;
  space(name: string): Promise<Space>;
  /** Prefix of an index that is not there yet. */
  indexPrefix(): string;
  dropIndices(): Promise<void>;
  close(): Promise<void>;
}

export const silent = (): TelemetryService => createTelemetry({ service: 'benchmark', version: '0', clock: systemClock, level: 'error' });

export const topicOf = (prefix: string, topic: Topic): string => `${prefix}${topics[topic].name}`;

/** GROUP_ID_NOT_FOUND of the protocol. */
const isUnknownGroup = (error: unknown): boolean =>
  error instanceof kafkajs.KafkaJSDeleteGroupsError && error.groups.every(({ errorCode }) => errorCode === 69);

const spaceOf = (admin: Admin, topicPrefix: string): Space => {
  const extents = (topic: Topic) => admin.fetchTopicOffsets(topicOf(topicPrefix, topic));
  return {
    topicPrefix,
    records: async (topic) => (await extents(topic)).reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0),
    heads: async (topic) => (await extents(topic)).toSorted((a, b) => a.partition - b.partition).map(({ high }) => Number(high)),
    rewind: async (topic) => {
      for (let tries = 0; ; tries += 1) {
        try {
          await admin.deleteGroups([`${topicPrefix}${groupOf(topic)}`]);
          return;
        } catch (error) {
          if (isUnknownGroup(error)) return;
          // The last member may still be leaving.
          if (tries === 100) throw error;
          await systemClock.sleep(100);
        }
      }
    },
    drop: async () => {
      await admin.deleteTopics({ topics: topicNames.map((topic) => topicOf(topicPrefix, topic)) });
    },
    gathered: async (topic, members) => {
      for (let tries = 0; tries < 600; tries += 1) {
        const { groups } = await admin.describeGroups([`${topicPrefix}${groupOf(topic)}`]);
        const [group] = groups;
        if (group?.state === 'Stable' && group.members.length === members) return;
        await systemClock.sleep(100);
      }
      throw new Error(`${members} members never met at ${topic}`);
    },
  };
};

/** Removes keys by their prefix. */
const forgetKeys = async (prefix: string): Promise<void> => {
  const redis = new Redis(addresses.redis);
  for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
    const found = keys as string[];
    if (found.length > 0) await redis.unlink(found);
  }
  await redis.quit();
};

export const openGrounds = async (): Promise<Grounds> => {
  const name = `bench${randomBytes(4).toString('hex')}`;
  const telemetry = silent();
  const kafka = new kafkajs.Kafka({ brokers, clientId: name, logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const elastic = new Client({ node: addresses.elasticsearch });
  let indices = 0;
  const dropIndices = async (): Promise<void> => {
    const found = Object.keys(await elastic.indices.get({ index: `${name}-*`, filter_path: '*.aliases' }));
    if (found.length > 0) await elastic.indices.delete({ index: found });
  };
  const dropTemplates = async (): Promise<void> => {
    await elastic.indices.deleteIndexTemplate({ name: `${name}-*` }, { ignore: [404] });
    await elastic.cluster.deleteComponentTemplate({ name: `${name}-*` }, { ignore: [404] });
  };
  return {
    name,
    elastic,
    telemetry,
    space: async (of) => {
      const prefix = `${name}.${of}.`;
      for (let tries = 0; ; tries += 1) {
        try {
          await applyTopics({ brokers, prefix, clientId: name, clock: systemClock, telemetry, replication: 1, ssl: false });
          return spaceOf(admin, prefix);
        } catch (error) {
          // A broker under load tells of new topics late.
          if (tries === 10) throw error;
          await systemClock.sleep(500);
        }
      }
    },
    indexPrefix: () => {
      indices += 1;
      return `${name}-${indices}`;
    },
    dropIndices,
    close: async () => {
      await dropIndices();
      await dropTemplates();
      const mine = (await admin.listTopics()).filter((topic) => topic.startsWith(name));
      if (mine.length > 0) await admin.deleteTopics({ topics: mine });
      const { groups } = await admin.listGroups();
      await admin.deleteGroups(groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(name))).catch(() => undefined);
      await admin.disconnect();
      await elastic.close();
      await forgetKeys(name);
    },
  };
};
