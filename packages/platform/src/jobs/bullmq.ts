import { randomUUID } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import type { Clock } from '../clock/port.ts';
import { systemClock } from '../clock/system.ts';
import { connectRedis, outageTeller, redisOptions, type RedisAddress } from '../storage/redis-connection.ts';
import type { Telemetry } from '../telemetry/port.ts';
import { delayUntil, keyIdOf, queueNameOf, type StoredJob } from './bullmq-job.ts';
import { processorOf } from './bullmq-worker.ts';
import type { Jobs, JobWorker } from './port.ts';

export interface BullJobsOptions extends RedisAddress {
  /** Stands before every key. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** Jobs that used up their attempts stay for inspection: at most this many of a kind, for at most 30 days. */
const keptFailures = { count: 1000, age: 30 * 24 * 3600 };

/** Nobody reads BullMQ's event streams here. */
const streams = { events: { maxLen: 100 } };

const jobOptions = {
  attempts: Number.MAX_SAFE_INTEGER,
  backoff: { type: 'fixed', delay: 1000 },
  removeOnComplete: true,
  removeOnFail: keptFailures,
  stackTraceLimit: 0,
};

/** Jobs vanish from a Redis that evicts; what it says stands in `INFO memory`, also where CONFIG is forbidden. */
const warnOfEviction = (memory: string, telemetry: Telemetry): void => {
  const policy = /^maxmemory_policy:(\S+)/mu.exec(memory)?.[1] ?? 'unknown';
  if (policy !== 'noeviction') telemetry.log('warn', 'jobs.redis-evicts', { policy });
};

/**
 * Jobs in BullMQ, one queue for each kind, any number of processes at once. A settled `schedule` is in the memory of Redis and as durable as
 * its append-only file. A job whose worker died is due again within 1.5 leases while any worker of its kind lives. While Redis is away,
 * `schedule` and `cancel` reject within five seconds, workers wait and come back by themselves. Cancelling a running job lets it finish and
 * never brings it back. A job whose attempts are used up stays as failed, and its key is free.
 * @throws when Redis cannot be reached
 */
export const openBullJobs = async ({ prefix, clock, telemetry, ...address }: BullJobsOptions): Promise<Jobs> => {
  const redis = await connectRedis(address, telemetry, 'jobs.unreachable');
  warnOfEviction(await redis.info('memory'), telemetry);
  const keys = `{${prefix}:jobs}`;
  const queues = new Map<string, Queue<StoredJob>>();
  const workers = new Set<JobWorker>();
  let closing: Promise<void> | undefined;

  const queueOf = (kind: string): Queue<StoredJob> => {
    // BullMQ waits for a connection without end when it first meets one that is away.
    if (redis.status !== 'ready') throw new Error('Redis is not connected');
    const known = queues.get(kind);
    if (known !== undefined) return known;
    const queue = new Queue<StoredJob>(queueNameOf(kind), { connection: redis, prefix: keys, streams });
    queue.on('error', () => undefined);
    queues.set(kind, queue);
    return queue;
  };

  const close = async (): Promise<void> => {
    await Promise.all([...workers].map((worker) => worker.close()));
    await Promise.all([...queues.values()].map((queue) => queue.close()));
    redis.disconnect();
  };

  return {
    schedule: async ({ kind, key, runAt, data }) => {
      const jobId = randomUUID();
      // BullMQ answers the job that holds the key: another id than this one says that the key was taken.
      const job = await queueOf(kind).add(
        'job',
        { key, runAt, data, uncounted: 0 },
        {
          ...jobOptions,
          jobId,
          delay: delayUntil(runAt, clock.now(), systemClock.now()),
          deduplication: { id: keyIdOf(key) },
        },
      );
      return job.id === jobId ? 'scheduled' : 'known';
    },
    cancel: async (kind, key) => {
      const queue = queueOf(kind);
      const id = await queue.getDeduplicationJobId(keyIdOf(key));
      if (id === null) return;
      await queue.removeDeduplicationKey(keyIdOf(key));
      // 0 for a running job, which finds its key gone when it ends.
      await queue.remove(id);
    },
    work: async (kind, run, limits) => {
      const { failed, healthy } = outageTeller(telemetry, 'jobs.worker-failed');
      const bull = new Worker<StoredJob, void>(
        queueNameOf(kind),
        processorOf({ queue: queueOf(kind), clock, telemetry, kind, run, limits }),
        {
          connection: { ...redisOptions(address.password), url: address.url, maxRetriesPerRequest: null },
          prefix: keys,
          concurrency: limits.concurrency,
          lockDuration: limits.leaseMs,
          stalledInterval: Math.max(1, Math.floor(limits.leaseMs / 2)),
          maxStalledCount: Number.MAX_SAFE_INTEGER,
          runRetryDelay: 1000,
        },
      );
      bull.on('error', failed);
      bull.on('active', healthy);
      const worker: JobWorker = {
        close: async () => {
          await bull.close();
          workers.delete(worker);
        },
      };
      workers.add(worker);
      await bull.waitUntilReady();
      return worker;
    },
    close: () => (closing ??= close()),
  };
};
