import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { describeWithEngines, silentTelemetry } from '@earshot/testkit';
import { Redis } from 'ioredis';
import { systemClock } from '../clock/system.ts';
import { ownRedis } from '../storage/own-redis.ts';
import { openBullJobs } from './bullmq.ts';
import { describeJobsContract } from './contract.ts';
import type { Jobs } from './port.ts';

const sweep = async (url: string, prefix: string): Promise<void> => {
  const redis = new Redis(url);
  for await (const keys of redis.scanStream({ match: `{${prefix}*`, count: 1000 })) {
    if ((keys as string[]).length > 0) await redis.unlink(...(keys as string[]));
  }
  await redis.quit();
};

describeWithEngines(['redis'], 'BullMQ jobs', ({ redis: url }) => {
  describeJobsContract('BullMQ', async () => {
    const prefix = `test-${randomUUID()}`;
    const opened: Jobs[] = [];
    const another = async (): Promise<Jobs> => {
      const jobs = await openBullJobs({ url, prefix, clock: systemClock, telemetry: silentTelemetry() });
      opened.push(jobs);
      return jobs;
    };
    return {
      jobs: await another(),
      another,
      close: async () => {
        await Promise.all(opened.map((jobs) => jobs.close()));
        await sweep(url, prefix);
      },
    };
  });

  test('while Redis is away scheduling rejects; afterwards it goes on, and so do the workers', async () => {
    const redis = await ownRedis('--maxmemory-policy', 'noeviction');
    const jobs = await openBullJobs({ url: redis.url, prefix: 'outage', clock: systemClock, telemetry: silentTelemetry() });
    const ran: string[] = [];
    const limits = { concurrency: 1, maxAttempts: 3, backoffMs: 10, leaseMs: 5000 };
    await jobs.work('k', async ({ key }) => (ran.push(key), { tag: 'done' }), limits);
    await redis.halt();
    await systemClock.sleep(100);
    await expect(jobs.schedule({ kind: 'k', key: 'lost', runAt: 0, data: {} })).rejects.toThrow();
    await redis.start();
    for (let scheduled = false; !scheduled; ) {
      scheduled = await jobs.schedule({ kind: 'k', key: 'later', runAt: 0, data: {} }).then(
        () => true,
        () => false,
      );
      await systemClock.sleep(50);
    }
    while (!ran.includes('later')) await systemClock.sleep(50);
    expect(ran).toEqual(['later']);
    await jobs.close();
    await redis.stop();
  });

  test('a job that is cancelled while it runs never comes back, whatever it answers', async () => {
    const prefix = `test-${randomUUID()}`;
    const jobs = await openBullJobs({ url, prefix, clock: systemClock, telemetry: silentTelemetry() });
    const runs: string[] = [];
    const limits = { concurrency: 1, maxAttempts: 3, backoffMs: 10, leaseMs: 5000 };
    await jobs.schedule({ kind: 'k', key: 'a', runAt: 0, data: {} });
    await jobs.work(
      'k',
      async ({ key }) => {
        runs.push(key);
        await jobs.cancel('k', key);
        return { tag: 'again', runAt: systemClock.now() + 5 };
      },
      limits,
    );
    while (runs.length === 0) await systemClock.sleep(10);
    await systemClock.sleep(200);
    expect(runs).toEqual(['a']);
    await jobs.close();
    await sweep(url, prefix);
  });
});
