import { DelayedError, UnrecoverableError, type Job, type Queue } from 'bullmq';
import type { Clock } from '../clock/port.ts';
import { systemClock } from '../clock/system.ts';
import type { Telemetry } from '../telemetry/port.ts';
import { backoff } from './backoff.ts';
import { delayUntil, keyIdOf, type StoredJob } from './bullmq-job.ts';
import type { JobLimits, JobResult, RunningJob } from './port.ts';

export interface ProcessorParts {
  readonly queue: Queue<StoredJob>;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly kind: string;
  readonly run: (job: RunningJob) => Promise<JobResult>;
  readonly limits: JobLimits;
}

/** A job lives as long as its key points to it; who cancels takes the key away. An outage is no proof of a cancel. */
const wasCancelled = async (queue: Queue<StoredJob>, job: Job<StoredJob>): Promise<boolean> => {
  const holder = await queue.getDeduplicationJobId(keyIdOf(job.data.key)).catch(() => job.id);
  return holder !== job.id;
};

/** Puts a running job back until `runAt`; never returns. */
const putBack = async ({ queue, clock }: ProcessorParts, job: Job<StoredJob>, token: string | undefined, runAt: number): Promise<never> => {
  const machineNow = systemClock.now();
  await job.moveToDelayed(machineNow + delayUntil(runAt, clock.now(), machineNow), token);
  // Asked after the move: a cancel before it found the job running, a cancel after it removed the job itself.
  if (await wasCancelled(queue, job)) await job.remove().catch(() => undefined);
  throw new DelayedError();
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'thrown value');

/**
 * Runs one BullMQ job as the port promises. Attempts and backoff are counted here, as their limits come from the worker and not from who
 * schedules: for BullMQ a job has attempts without end, and a failure of Redis between two commands only brings it back.
 */
export const processorOf = (parts: ProcessorParts) => {
  const { clock, telemetry, kind, run, limits } = parts;
  const failed = async (job: Job<StoredJob>, token: string | undefined, attempt: number, error: unknown): Promise<never> => {
    const final = attempt >= limits.maxAttempts;
    telemetry.log(final ? 'error' : 'warn', 'jobs.failed', { kind, error: nameOf(error), attempt, final });
    // The name only: messages may hold personal data, and BullMQ keeps them.
    if (final) throw new UnrecoverableError(nameOf(error));
    const runAt = clock.now() + backoff(limits.backoffMs, attempt, clock.random());
    await job.updateData({ ...job.data, runAt });
    return putBack(parts, job, token, runAt);
  };
  return async (job: Job<StoredJob>, token?: string): Promise<void> => {
    const { key, runAt, data, uncounted } = job.data;
    if (runAt > clock.now()) {
      // Come before its time by the given clock, or beyond BullMQ's longest delay: this start was none.
      await job.updateData({ ...job.data, uncounted: uncounted + 1 });
      await putBack(parts, job, token, runAt);
    }
    const attempt = job.attemptsStarted - uncounted;
    let result: JobResult;
    try {
      result = await run({ kind, key, runAt, data, attempt });
    } catch (error) {
      return failed(job, token, attempt, error);
    }
    if (result.tag === 'done') return;
    await job.updateData({ key, data, runAt: result.runAt, uncounted: job.attemptsStarted });
    await putBack(parts, job, token, result.runAt);
  };
};
