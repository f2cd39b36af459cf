import { randomBytes } from 'node:crypto';
import kafkajs from 'kafkajs';
import { topicNames, topics } from '@earshot/model';
import { describeWithEngines, silentTelemetry } from '@earshot/testkit';
import { systemClock } from '../clock/system.ts';
import { describeLogContract } from './contract.ts';
import type { LogFixture } from './contract-records.ts';
import { openKafkaLog } from './kafka.ts';
import { applyTopics } from './kafka-topics.ts';
import type { Log } from './port.ts';

describeWithEngines(['kafka'], 'the log on Kafka', ({ kafka }) => {
  const brokers = kafka.split(',');
  const access = () => ({ brokers, prefix: `t${randomBytes(5).toString('hex')}.`, clientId: 'test', telemetry: silentTelemetry() });

  describeLogContract('Kafka', async (): Promise<LogFixture> => {
    const options = access();
    await applyTopics({ ...options, clock: systemClock, replication: 1 });
    const logs: Log[] = [];
    const another = async (): Promise<Log> => {
      const log = await openKafkaLog({ ...options, clock: systemClock, sessionTimeoutMs: 6000, drainDeadlineMs: 2000 });
      logs.push(log);
      return log;
    };
    return {
      log: await another(),
      another,
      close: async () => {
        await Promise.all(logs.map((log) => log.close()));
        // An admin of its own: one that has deleted topics asks for them again with every look at the cluster.
        const admin = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).admin();
        await admin.connect();
        // A repeated request finds them gone: no failure of what is tested.
        await admin.deleteTopics({ topics: topicNames.map((topic) => `${options.prefix}${topics[topic].name}`) }).catch(() => undefined);
        await admin.disconnect();
      },
    };
  });
});
