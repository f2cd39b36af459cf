import type { Clock } from '../clock/port.ts';
import { waiter } from '../clock/waiter.ts';
import { backoff } from './backoff.ts';
import type { JobLimits, JobResult, JobWorker, RunningJob } from './port.ts';
import type { JobStore, TakenJob } from './sqlite-store.ts';

export interface WorkerParts {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly pollMs: number;
  readonly kind: string;
  readonly run: (job: RunningJob) => Promise<JobResult>;
  readonly limits: JobLimits;
  readonly onFailure: (kind: string, error: unknown, final: boolean) => void;
}

/** Runs one job; its lease is extended while it runs. */
const runOne = async ({ store, clock, kind, run, limits, onFailure }: WorkerParts, job: TakenJob): Promise<void> => {
  const finished = new AbortController();
  const keeping = (async () => {
    while (!finished.signal.aborted) {
      await clock.sleep(limits.leaseMs / 3, finished.signal).catch(() => undefined);
      if (!finished.signal.aborted) store.extend(job, clock.now() + limits.leaseMs);
    }
  })().catch((error: unknown) => onFailure(kind, error, false));
  try {
    const { lease: _, ...visible } = job;
    const result = await run(visible);
    if (result.tag === 'done') store.done(job);
    else store.again(job, result.runAt, false);
  } catch (error) {
    const final = job.attempt >= limits.maxAttempts;
    if (final) store.giveUp(job, error instanceof Error ? error.name : 'thrown value');
    else store.again(job, clock.now() + backoff(limits.backoffMs, job.attempt, clock.random()), true);
    onFailure(kind, error, final);
  } finally {
    finished.abort();
    await keeping;
  }
};

/** Takes due jobs of one kind while it has a free hand. */
export const startWorker = (parts: WorkerParts): { worker: JobWorker; wake: () => void } => {
  const { store, clock, kind, limits, pollMs, onFailure } = parts;
  const stop = new AbortController();
  const wait = waiter();
  const running = new Set<Promise<void>>();

  const start = (job: TakenJob): void => {
    const work = runOne(parts, job)
      .catch((error: unknown) => onFailure(kind, error, false))
      .finally(() => {
        running.delete(work);
        wait.wake();
      });
    running.add(work);
  };
  const loop = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const now = clock.now();
      const free = limits.concurrency - running.size;
      try {
        if (free > 0) for (const job of store.take(kind, free, now, now + limits.leaseMs)) start(job);
        const due = running.size < limits.concurrency ? (store.nextDue(kind) ?? Infinity) : Infinity;
        await wait.sleep(clock, Math.max(1, Math.min(pollMs, due - clock.now())));
      } catch (error) {
        onFailure(kind, error, false);
        await wait.sleep(clock, pollMs);
      }
    }
  };
  const looping = loop();
  return {
    wake: wait.wake,
    worker: {
      close: async () => {
        stop.abort();
        wait.wake();
        await looping;
        await Promise.all(running);
      },
    },
  };
};
