import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Engine, type Layout, nodeName } from '../engine.ts';
import { fetchJars, jarsFolder } from '../software/fetch.ts';
import { runTool } from '../software/run-tool.ts';
import { javaCommand } from '../software/tools.ts';
import { describeCluster } from './kafka-describe-cluster.ts';

const software = { name: 'kafka-4.4.0', artifacts: ['org.apache.kafka:kafka_2.13:4.4.0', 'org.slf4j:slf4j-simple:1.7.36'] };

const classPath = (): string => path.join(jarsFolder(software), '*');
const clientPort = ({ ports }: Layout, index: number): number => ports[index * 2] ?? 0;
const controllerPort = ({ ports }: Layout, index: number): number => ports[index * 2 + 1] ?? 0;
const indices = ({ nodes }: Layout): number[] => Array.from({ length: nodes }, (_, index) => index);
const propertiesFile = ({ folder }: Layout, index: number): string => path.join(folder, `node-${index + 1}.properties`);
const dataFolder = ({ folder }: Layout, index: number): string => path.join(folder, 'data', `node-${index + 1}`);

/** Every node is broker and controller. Settings: kafka.apache.org/documentation/#brokerconfigs */
const properties = (layout: Layout, index: number): string => {
  const copies = Math.min(3, layout.nodes);
  const listeners = `PLAINTEXT://127.0.0.1:${clientPort(layout, index)},CONTROLLER://127.0.0.1:${controllerPort(layout, index)}`;
  const settings: Readonly<Record<string, string | number | boolean>> = {
    'process.roles': 'broker,controller',
    'node.id': index + 1,
    listeners,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${clientPort(layout, index)}`,
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.voters': indices(layout)
      .map((each) => `${each + 1}@127.0.0.1:${controllerPort(layout, each)}`)
      .join(','),
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': dataFolder(layout, index),
    'default.replication.factor': copies,
    'min.insync.replicas': Math.max(1, copies - 1),
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': 10,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': Math.max(1, copies - 1),
    'transaction.state.log.num.partitions': 10,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': false,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
};

/** Kafka names clusters by 16 random bytes in URL-safe base64; a leading dash would read as an option of the command line. */
const clusterId = ({ folder }: Layout): string => {
  const file = path.join(folder, 'cluster-id');
  if (!existsSync(file)) writeFileSync(file, `E${randomBytes(16).toString('base64url').slice(1)}`);
  return readFileSync(file, 'utf8');
};

const format = async (layout: Layout, index: number): Promise<void> => {
  if (existsSync(path.join(dataFolder(layout, index), 'meta.properties'))) return;
  const words = ['format', '-t', clusterId(layout), '-c', propertiesFile(layout, index)];
  await runTool(javaCommand(), ['-Xmx128m', '-cp', classPath(), 'kafka.tools.StorageTool', ...words], layout.folder);
};

/** Kafka 4.4 (KRaft) from Maven Central: one broker, or three that copy to each other. */
export const kafka: Engine = {
  tools: ['java', 'mvn'],
  portsPerNode: 2,
  nodesMax: 3,
  prepare: async (layout) => {
    mkdirSync(layout.folder, { recursive: true });
    await fetchJars(software);
    for (const index of indices(layout)) {
      writeFileSync(propertiesFile(layout, index), properties(layout, index));
      await format(layout, index);
    }
  },
  launch: (layout) =>
    indices(layout).map((index) => ({
      node: nodeName('kafka', index, layout.nodes),
      command: javaCommand(),
      args: ['-Xmx512m', '-XX:+UseG1GC', '-XX:+ExitOnOutOfMemoryError', '-cp', classPath(), 'kafka.Kafka', propertiesFile(layout, index)],
    })),
  healthy: async (layout) => {
    const seen = await Promise.all(indices(layout).map((index) => describeCluster(clientPort(layout, index))));
    return seen.every(({ brokers, controller }) => controller >= 0 && brokers === layout.nodes);
  },
  environment: (layout) => ({
    KAFKA_BROKERS: indices(layout)
      .map((index) => `127.0.0.1:${clientPort(layout, index)}`)
      .join(','),
  }),
};
