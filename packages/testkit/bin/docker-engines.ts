import type { LocalEngineName } from '@earshot/local-engines';
import type { StartedTestContainer } from 'testcontainers';

export interface Containers {
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

interface Started {
  readonly container: Pick<StartedTestContainer, 'stop'>;
  readonly environment: Readonly<Record<string, string>>;
}

/** The versions of docker-compose.yml, as far as the container modules know them. */
const images = {
  kafka: 'confluentinc/cp-kafka:8.1.0',
  elasticsearch: 'docker.elastic.co/elasticsearch/elasticsearch:8.19.21',
  redis: 'redis:7.4',
  s3: 'versity/versitygw:v1.8.0',
} as const satisfies Record<LocalEngineName, string>;

const starters: Readonly<Record<LocalEngineName, () => Promise<Started>>> = {
  kafka: async () => {
    const { KafkaContainer } = await import('@testcontainers/kafka');
    const container = await new KafkaContainer(images.kafka).withKraft().start();
    return { container, environment: { KAFKA_BROKERS: `${container.getHost()}:${container.getMappedPort(9093)}` } };
  },
  elasticsearch: async () => {
    const { ElasticsearchContainer } = await import('@testcontainers/elasticsearch');
    const settings = { 'xpack.security.enabled': 'false', ES_JAVA_OPTS: '-Xms1g -Xmx1g' };
    const container = await new ElasticsearchContainer(images.elasticsearch).withEnvironment(settings).start();
    return { container, environment: { ELASTICSEARCH_URL: `http://${container.getHost()}:${container.getMappedPort(9200)}` } };
  },
  redis: async () => {
    const { RedisContainer } = await import('@testcontainers/redis');
    const container = await new RedisContainer(images.redis).start();
    return { container, environment: { REDIS_URL: container.getConnectionUrl() } };
  },
  s3: async () => {
    const { GenericContainer } = await import('testcontainers');
    const container = await new GenericContainer(images.s3)
      .withEnvironment({ ROOT_ACCESS_KEY: 'earshot', ROOT_SECRET_KEY: 'earshot-secret' })
      .withCommand(['posix', '/tmp'])
      .withExposedPorts(7070)
      .start();
    return { container, environment: { S3_ENDPOINT: `http://${container.getHost()}:${container.getMappedPort(7070)}` } };
  },
};

/** Whether a Docker engine can be asked for containers. */
export const dockerAnswers = async (): Promise<boolean> => {
  const { getContainerRuntimeClient } = await import('testcontainers');
  try {
    await getContainerRuntimeClient();
    return true;
  } catch {
    return false;
  }
};

/** Settles when all serve; when one fails the others are stopped again. */
export const startContainers = async (names: readonly LocalEngineName[]): Promise<Containers> => {
  const tried = await Promise.allSettled(names.map((name) => starters[name]()));
  const started = tried.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const stop = async (): Promise<void> => {
    await Promise.all(started.map(({ container }) => container.stop()));
  };
  const failed = tried.find((each) => each.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  return { environment: Object.assign({}, ...started.map(({ environment }) => environment)), stop };
};
