import kafkajs, { type Admin } from 'kafkajs';
import { type Topic, topicNames, topics } from '@earshot/model';
import type { Clock } from '../clock/port.ts';
import { createKafka, type KafkaAccess } from './kafka-client.ts';
import { patiently } from './kafka-patience.ts';

const { ConfigResourceTypes } = kafkajs;

export interface TopicOptions extends KafkaAccess {
  readonly clock: Pick<Clock, 'sleep'>;
  /** Copies of each partition. */
  readonly replication: number;
  /** Instead of the table's, milliseconds. */
  readonly retentionMs?: Readonly<Partial<Record<Topic, number>>>;
  /** Where more than the table's. */
  readonly partitions?: Readonly<Partial<Record<Topic, number | undefined>>>;
}

/** A setting of a topic that differs from the table. */
export interface TopicDrift {
  readonly topic: string;
  readonly setting: string;
  readonly wanted: string;
  readonly found: string;
}

export interface TopicReport {
  readonly created: readonly string[];
  /** `<topic>: <setting> <found> -> <wanted>` */
  readonly changed: readonly string[];
  readonly drift: readonly TopicDrift[];
}

/** Key, headers and the framing of a batch stand beside the value. */
export const framingBytes = 65_536;

const configOf = (topic: Topic, { replication, retentionMs }: TopicOptions): Record<string, string> => ({
  'retention.ms': `${retentionMs?.[topic] ?? topics[topic].retentionMs}`,
  'cleanup.policy': topics[topic].cleanup,
  'max.message.bytes': `${topics[topic].maxMessageBytes + framingBytes}`,
  // One copy may be away without stopping writes; with three copies, what is acknowledged stands on two machines.
  'min.insync.replicas': `${Math.max(1, replication - 1)}`,
});

/** DescribeConfigs: the setting stands at the topic itself. */
const topicSource = kafkajs.ConfigSource.TOPIC_CONFIG;

const withAdmin = async <T>(options: TopicOptions, work: (admin: Admin) => Promise<T>): Promise<T> => {
  const admin = createKafka(options).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
};

const partitionsOf = (topic: Topic, { partitions }: TopicOptions): number => Math.max(topics[topic].partitions, partitions?.[topic] ?? 0);

const nameOf = (topic: Topic, { prefix }: TopicOptions): string => `${prefix}${topics[topic].name}`;

interface Found {
  readonly partitions: number;
  readonly replication: number;
  readonly config: ReadonlyMap<string, string>;
  /** Settings of this topic alone, by whoever made them. */
  readonly own: ReadonlyMap<string, string>;
}

const look = async (admin: Admin, names: readonly string[]): Promise<ReadonlyMap<string, Found>> => {
  if (names.length === 0) return new Map();
  const { topics: metadata } = await admin.fetchTopicMetadata({ topics: [...names] });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  return new Map(
    metadata.map(({ name, partitions }) => {
      const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
      const config = new Map(entries.map(({ configName, configValue }) => [configName, configValue]));
      const own = new Map(
        entries.filter(({ configSource }) => configSource === topicSource).map((entry) => [entry.configName, entry.configValue]),
      );
      return [name, { own, partitions: partitions.length, replication: partitions[0]?.replicas.length ?? 0, config }];
    }),
  );
};

const differences = (topic: Topic, found: Found, options: TopicOptions): TopicDrift[] => {
  const name = nameOf(topic, options);
  const drift: TopicDrift[] = [];
  const compare = (setting: string, wanted: string, value: string): void => {
    if (wanted !== value) drift.push({ topic: name, setting, wanted, found: value });
  };
  // More partitions than the table wants is a scaled installation, not a drift.
  const wanted = partitionsOf(topic, options);
  if (found.partitions < wanted) compare('partitions', `${wanted}`, `${found.partitions}`);
  compare('replication', `${options.replication}`, `${found.replication}`);
  for (const [setting, wanted] of Object.entries(configOf(topic, options))) compare(setting, wanted, found.config.get(setting) ?? '');
  return drift;
};

interface Survey {
  readonly missing: Topic[];
  readonly drift: TopicDrift[];
  readonly found: ReadonlyMap<string, Found>;
}

const survey = async (admin: Admin, options: TopicOptions): Promise<Survey> => {
  const existing = new Set(await admin.listTopics());
  const there = topicNames.filter((topic) => existing.has(nameOf(topic, options)));
  const found = await look(
    admin,
    there.map((topic) => nameOf(topic, options)),
  );
  const drift = there.flatMap((topic) => {
    const one = found.get(nameOf(topic, options));
    return one === undefined ? [] : differences(topic, one, options);
  });
  return { missing: topicNames.filter((topic) => !existing.has(nameOf(topic, options))), drift, found };
};

/** Tells what differs from the table; changes nothing. A missing topic is a drift of its partitions. */
export const checkTopics = (options: TopicOptions): Promise<TopicReport> =>
  withAdmin(options, async (admin) => {
    const { missing, drift } = await survey(admin, options);
    const absent = missing.map((topic) => ({
      topic: nameOf(topic, options),
      setting: 'partitions',
      wanted: `${partitionsOf(topic, options)}`,
      found: 'no such topic',
    }));
    return { created: [], changed: [], drift: [...absent, ...drift] };
  });

const mend = async (admin: Admin, { topic, setting, wanted }: TopicDrift): Promise<boolean> => {
  if (setting === 'replication') return false;
  if (setting === 'partitions') {
    await admin.createPartitions({ topicPartitions: [{ topic, count: Number(wanted) }] });
    return true;
  }
  return false;
};

// kafkajs replaces all settings of a topic: what others set there goes along.
const mendConfigs = async (admin: Admin, { drift, found }: Survey, options: TopicOptions): Promise<void> => {
  const names = new Set(drift.filter(({ setting }) => setting.includes('.')).map(({ topic }) => topic));
  const wanted = topicNames.filter((topic) => names.has(nameOf(topic, options)));
  if (wanted.length === 0) return;
  await admin.alterConfigs({
    validateOnly: false,
    resources: wanted.map((topic) => ({
      type: ConfigResourceTypes.TOPIC,
      name: nameOf(topic, options),
      configEntries: [...new Map([...(found.get(nameOf(topic, options))?.own ?? []), ...Object.entries(configOf(topic, options))])].map(
        ([name, value]) => ({ name, value }),
      ),
    })),
  });
};

const waitForTopics = async (admin: Admin, names: readonly string[], { clock }: TopicOptions): Promise<void> => {
  if (names.length === 0) return;
  await patiently(clock, async () => {
    const { topics: found } = await admin.fetchTopicMetadata({ topics: [...names] });
    const ready = found.length === names.length && found.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
    if (!ready) throw new kafkajs.KafkaJSError('the new topics have no leaders yet');
  });
};

/**
 * Creates the topics of the table and mends what differs: settings, and partitions upwards. More partitions move keys to other partitions:
 * records of one key may then overtake each other once, which versions at the index forgive. Replication is left to the cluster's tools.
 */
export const applyTopics = (options: TopicOptions): Promise<TopicReport> =>
  withAdmin(options, async (admin) => {
    const found = await survey(admin, options);
    const { missing, drift } = found;
    if (missing.length > 0) {
      await admin.createTopics({
        // kafkajs waits for less long than a busy controller takes.
        waitForLeaders: false,
        topics: missing.map((topic) => ({
          topic: nameOf(topic, options),
          numPartitions: partitionsOf(topic, options),
          replicationFactor: options.replication,
          configEntries: Object.entries(configOf(topic, options)).map(([name, value]) => ({ name, value })),
        })),
      });
    }
    await waitForTopics(
      admin,
      missing.map((topic) => nameOf(topic, options)),
      options,
    );
    await mendConfigs(admin, found, options);
    const changed: string[] = [];
    const left: TopicDrift[] = [];
    for (const one of drift) {
      const mended = one.setting.includes('.') || (await mend(admin, one));
      const moved = one.setting === 'partitions' ? ' (keys move to other partitions)' : '';
      if (mended) changed.push(`${one.topic}: ${one.setting} ${one.found} -> ${one.wanted}${moved}`);
      else left.push(one);
    }
    return { created: missing.map((topic) => nameOf(topic, options)), changed, drift: left };
  });
