import { randomBytes } from 'node:crypto';
import { describeWithEngines, silentTelemetry } from '@earshot/testkit';
import { Redis } from 'ioredis';
import { systemClock } from '../clock/system.ts';
import { openBullJobs } from './bullmq.ts';
import { describeJobsContract, type JobsFixture } from './contract.ts';
import type { Jobs } from './port.ts';

describeWithEngines(['redis'], 'jobs on BullMQ', ({ redis }) => {
  describeJobsContract('BullMQ', async (): Promise<JobsFixture> => {
    const prefix = `t${randomBytes(5).toString('hex')}`;
    const opened: Jobs[] = [];
    const another = async (): Promise<Jobs> => {
      const jobs = await openBullJobs({ url: redis, prefix, clock: systemClock, telemetry: silentTelemetry() });
      opened.push(jobs);
      return jobs;
    };
    return {
      jobs: await another(),
      another,
      close: async () => {
        await Promise.all(opened.map((jobs) => jobs.close()));
        const client = new Redis(redis, { disconnectTimeout: 100 });
        const keys = await client.keys(`${prefix}-jobs:*`);
        if (keys.length > 0) await client.del(...keys);
        client.disconnect();
      },
    };
  });
});
