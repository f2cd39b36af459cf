import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { encodeRaw } from '@earshot/engine';
import { localEngineNames, type RunningEngines, startEngines } from '@earshot/local-engines';
import { type Log, recordsUnderWay, systemClock } from '@earshot/platform';
import { openElasticsearchIndex, openKafkaLog } from '@earshot/platform/distributed';
import { describeWithEngines, seededRandom, silentTelemetry } from '@earshot/testkit';
import { fold, words } from '@earshot/text';
import { Redis } from 'ioredis';
import kafkajs from 'kafkajs';
import { chaosStory, comparable, expectedDocuments } from './testing/chaos-story.ts';
import { type DistributedSystem, distributedSystem } from './testing/distributed-system.ts';
import { cleanUp, earshot, type Server, temporaryFolder } from './testing/earshot-process.ts';
import { stormyProxy, type StormyProxy } from './testing/stormy-proxy.ts';

const messages = 100_000;
const seed = 4;
const random = seededRandom(seed);
const telemetry = silentTelemetry();

/** A service that is started again whenever it is killed. */
interface Kept {
  readonly name: string;
  readonly words: readonly string[];
  server: Server;
}

describeWithEngines(['kafka', 'elasticsearch', 'redis'], 'chaos', () => {
  let engines: RunningEngines;
  let system: DistributedSystem;
  let proxy: StormyProxy;
  let log: Log;
  const services: Kept[] = [];
  const told: string[] = [];

  const address = (name: string): string => engines.environment[name] ?? '';

  beforeAll(async () => {
    // Engines of its own: these are broken on purpose.
    engines = await startEngines(['kafka', 'elasticsearch', 'redis'], temporaryFolder());
    expect(localEngineNames).toEqual(expect.arrayContaining(['kafka', 'elasticsearch', 'redis']));
    proxy = await stormyProxy(address('ELASTICSEARCH_URL'), () => random.next());
    const at = { kafka: address('KAFKA_BROKERS'), elasticsearch: proxy.url, redis: address('REDIS_URL') };
    system = distributedSystem(at, temporaryFolder(), { EARSHOT_KAFKA_SESSION_SECONDS: '6' });
    expect(await earshot(['topics', 'apply'], { env: system.env })).toMatchObject({ code: 0 });
    for (const name of ['worker', 'worker', 'indexer', 'indexer', 'api']) {
      services.push({ name, words: [], server: await system.start(name) });
    }
    log = await openKafkaLog({
      brokers: at.kafka.split(','),
      prefix: `${system.prefix}.`,
      clientId: 'chaos',
      clock: systemClock,
      telemetry,
    });
  }, 180_000);
  afterAll(async () => {
    for (const { server } of services) server.signal('SIGKILL');
    await log.close();
    await proxy.close();
    // Before their folder goes: it says what runs.
    await engines.stop();
    await cleanUp();
  }, 60_000);

  /** An outage is waited out: the feed repeats what was not acknowledged, as every connector does. */
  const append = async (batch: Parameters<Log['append']>[1]): Promise<void> => {
    for (;;) {
      try {
        await log.append('raw', batch);
        return;
      } catch {
        await systemClock.sleep(500);
      }
    }
  };

  const killAndRestart = async (kept: Kept): Promise<void> => {
    kept.server.signal('SIGKILL');
    await kept.server.ended;
    await systemClock.sleep(random.below(1500));
    for (;;) {
      try {
        kept.server = await system.start(kept.name, ...kept.words);
        return;
      } catch {
        // Its servers are away just now: whoever supervises it starts it again.
        await systemClock.sleep(1000);
      }
    }
  };
  const pause = async ({ server }: Kept): Promise<void> => {
    server.signal('SIGSTOP');
    await systemClock.sleep(1000 + random.below(8000));
    server.signal('SIGCONT');
  };
  const storm = async (): Promise<void> => {
    proxy.storm(0.7);
    await systemClock.sleep(4000);
    proxy.storm(0);
  };
  const flush = async (): Promise<void> => {
    const redis = new Redis(address('REDIS_URL'), { disconnectTimeout: 100 });
    await redis.flushall();
    redis.disconnect();
  };
  const addPartitions = async (): Promise<void> => {
    const admin = new kafkajs.Kafka({ brokers: address('KAFKA_BROKERS').split(','), logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.createPartitions({ topicPartitions: [{ topic: `${system.prefix}.feedback.raw.v1`, count: 16 }] });
    await admin.disconnect();
  };

  const misfortunes: readonly (readonly [string, () => Promise<void>])[] = [
    ['kill', () => killAndRestart(random.pick(services))],
    ['pause', () => pause(random.pick(services))],
    ['flush redis', flush],
    ['storm', storm],
    ['restart elasticsearch', () => engines.restart('elasticsearch')],
    ['kill', () => killAndRestart(random.pick(services))],
    ['add partitions', addPartitions],
    ['restart kafka', () => engines.restart('kafka')],
    ['pause', () => pause(random.pick(services))],
    ['restart redis', () => engines.restart('redis')],
    ['kill', () => killAndRestart(random.pick(services))],
    ['storm', storm],
    ['kill', () => killAndRestart(random.pick(services))],
  ];

  test('whatever dies, the index is in the end what a sequential run makes: nothing lost, doubled, overwritten or back from the dead', async () => {
    const story = chaosStory(messages, seed);
    const feeding = (async () => {
      for (let at = 0; at < story.records.length; at += 250) {
        await append(story.records.slice(at, at + 250).map(encodeRaw));
        await systemClock.sleep(60);
      }
    })();
    for (const [name, strike] of misfortunes) {
      told.push(name);
      await strike();
      await systemClock.sleep(500);
    }
    await feeding;
    for (let calm = 0; calm < 3; ) {
      const left = await recordsUnderWay(log).catch(() => 1);
      calm = left === 0 ? calm + 1 : 0;
      await systemClock.sleep(1000);
    }
    expect(proxy.refused()).toBeGreaterThan(0);

    const analyser = { words, fold };
    const prefix = system.env['EARSHOT_ELASTICSEARCH_PREFIX'] ?? '';
    const index = openElasticsearchIndex({
      url: address('ELASTICSEARCH_URL'),
      prefix,
      analyser,
      clock: systemClock,
      telemetry,
      replicas: 0,
    });
    await systemClock.sleep(1500);
    const found = new Map<string, string>();
    let rows = 0;
    for await (const document of index.scan({ op: 'all' })) {
      rows += 1;
      found.set(document.id, comparable(document));
    }
    await index.close();
    const settings = { pseudonymKey: system.env['EARSHOT_PSEUDONYM_KEY'] ?? '', homeOffset: '+00:00' };
    let expected = 0;
    const wrong: string[] = [];
    for (const [id, document] of expectedDocuments(story, settings)) {
      expected += 1;
      if (found.get(id) !== document) wrong.push(`${id}: ${found.has(id) ? 'differs' : 'is lost'}`);
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    expect({ rows, ids: found.size }).toEqual({ rows: expected, ids: expected });
    for await (const letter of log.scan('dead')) throw new Error(`a dead letter: ${Buffer.from(letter.value).toString().slice(0, 300)}`);
  }, 900_000);

  test('in every service that lives, what came in is out, dropped, dead, parked, waiting or handed back', async () => {
    for (const { name, server } of services) {
      const text = await (await fetch(`${server.address}/metrics`)).text();
      const sum = (metric: string): number =>
        [...text.matchAll(new RegExp(`^earshot_stage_${metric}\\{[^}]*\\} (\\S+)$`, 'gmu'))].reduce(
          (total, [, value]) => total + Number(value),
          0,
        );
      const ends = [
        'records_out_total',
        'records_dropped_total',
        'records_dead_total',
        'records_released_total',
        'records_parked',
        'buffer_items',
      ];
      expect([name, sum('records_in_total')]).toEqual([name, ends.reduce((total, metric) => total + sum(metric), 0)]);
    }
  });
});
