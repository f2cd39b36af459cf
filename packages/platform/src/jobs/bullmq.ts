import { createHash, randomUUID } from 'node:crypto';
import { DelayedError, type Job, Queue, UnrecoverableError, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Clock } from '../clock/port.ts';
import type { Telemetry } from '../telemetry/port.ts';
import type { JobLimits, JobResult, Jobs, JobWorker, NewJob, RunningJob } from './port.ts';
import { backoff } from './sqlite-worker.ts';

export interface BullJobsOptions {
  readonly url: string;
  readonly password?: string;
  /** Stands before every key. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** What BullMQ keeps of a job. */
interface Kept {
  readonly key: string;
  readonly runAt: number;
  readonly data: NewJob['data'];
  /** Tells whether an add was the first one: BullMQ answers a repetition with the job that is there. */
  readonly mark: string;
  /** Attempts before the last `again`: they do not count any more. */
  readonly before: number;
}

/** BullMQ wants names and ids without colons. */
const idOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** Ours decides when to give up; BullMQ must not before. */
const attempts = 1_000_000_000;
const stalledForEver = 1_000_000_000;

const attemptOf = ({ attemptsMade, data }: Job<Kept>): number => attemptsMade - data.before + 1;

interface RunParts {
  readonly kind: string;
  readonly run: (job: RunningJob) => Promise<JobResult>;
  readonly limits: JobLimits;
  readonly telemetry: Telemetry;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.name : 'thrown value');

/** Runs one job; `again` and the last failure are told to BullMQ in its own way, by a throw. */
const process =
  ({ kind, run, limits, telemetry }: RunParts) =>
  async (job: Job<Kept>, token?: string): Promise<void> => {
    const { key, runAt, data } = job.data;
    const attempt = attemptOf(job);
    let result: JobResult;
    try {
      result = await run({ kind, key, runAt, data, attempt });
    } catch (error) {
      telemetry.log('warn', 'job.failed', { kind, attempt, reason: reasonOf(error) });
      if (attempt < limits.maxAttempts) throw error;
      telemetry.log('error', 'job.gave-up', { kind, attempt });
      throw new UnrecoverableError('the attempts are used up');
    }
    if (result.tag === 'done') return;
    await job.updateData({ ...job.data, runAt: result.runAt, before: job.attemptsMade });
    await job.moveToDelayed(result.runAt, token);
    throw new DelayedError();
  };

/** The job port on BullMQ: one queue a kind, one job a key while it waits or runs. Redis must not evict (maxmemory-policy noeviction). */
export const openBullJobs = async ({ url, password, prefix, clock, telemetry }: BullJobsOptions): Promise<Jobs> => {
  const connect = (): Redis => {
    // Workers block on their connection: a limit of retries would end them in an outage.
    const redis = new Redis(url, { ...(password === undefined ? {} : { password }), maxRetriesPerRequest: null, disconnectTimeout: 100 });
    redis.on('error', () => undefined);
    return redis;
  };
  const shared = connect();
  const queues = new Map<string, Queue<Kept>>();
  const workers = new Set<Worker<Kept>>();
  const connections = [shared];

  const policy = await shared.config('GET', 'maxmemory-policy').catch(() => []);
  if (Array.isArray(policy) && policy[1] !== undefined && policy[1] !== 'noeviction') {
    telemetry.log('warn', 'jobs.redis-evicts', { policy: policy[1], remedy: 'set maxmemory-policy noeviction' });
  }

  const queueOf = (kind: string): Queue<Kept> => {
    const known = queues.get(kind);
    if (known !== undefined) return known;
    const queue = new Queue<Kept>(idOf(kind), { connection: shared, prefix: `${prefix}-jobs` });
    queue.on('error', () => undefined);
    queues.set(kind, queue);
    return queue;
  };

  const close = async (worker: Worker<Kept>): Promise<void> => {
    workers.delete(worker);
    await worker.close();
  };

  return {
    schedule: async ({ kind, key, runAt, data }) => {
      const mark = randomUUID();
      const queue = queueOf(kind);
      const delay = Math.max(0, runAt - clock.now());
      const options = { jobId: idOf(key), delay, attempts, backoff: { type: 'earshot' }, removeOnComplete: true, removeOnFail: true };
      await queue.add('job', { key, runAt, data, mark, before: 0 }, options);
      const kept = await queue.getJob(idOf(key));
      // Gone already: it was ours and ran at once.
      return kept === undefined || kept.data.mark === mark ? 'scheduled' : 'known';
    },
    cancel: async (kind, key) => {
      const job = await queueOf(kind).getJob(idOf(key));
      // A running job cannot be called back; it ends by itself.
      await job?.remove().catch(() => undefined);
    },
    work: async (kind, run, limits): Promise<JobWorker> => {
      const connection = connect();
      connections.push(connection);
      const worker = new Worker<Kept>(idOf(kind), process({ kind, run, limits, telemetry }), {
        connection,
        prefix: `${prefix}-jobs`,
        concurrency: limits.concurrency,
        lockDuration: limits.leaseMs,
        stalledInterval: Math.max(100, limits.leaseMs / 2),
        maxStalledCount: stalledForEver,
        settings: {
          backoffStrategy: (_made, _type, _error, job) =>
            job === undefined ? limits.backoffMs : backoff(limits.backoffMs, Math.max(1, attemptOf(job as Job<Kept>) - 1), clock.random()),
        },
      });
      worker.on('error', () => undefined);
      workers.add(worker);
      await worker.waitUntilReady();
      return { close: () => close(worker) };
    },
    close: async () => {
      await Promise.all([...workers].map(close));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      for (const connection of connections) connection.disconnect();
    },
  };
};
