import path from 'node:path';
import type { Clock } from '../clock/port.ts';
import { openDatabase } from '../storage/database.ts';
import { guarded } from '../storage/fault.ts';
import { walSync } from '../storage/wal-sync.ts';
import type { Jobs, JobWorker } from './port.ts';
import { createJobStore } from './sqlite-store.ts';
import { startWorker } from './sqlite-worker.ts';

export interface SqliteJobsOptions {
  /** Data folder; the jobs are `jobs.sqlite` in it. */
  readonly dir: string;
  readonly clock: Clock;
  /** How often jobs that another process scheduled are looked for, milliseconds. Default 500. */
  readonly pollMs?: number;
  /** Told of a job that failed: after each throw, and with `final` when its attempts are used up. */
  readonly onFailure?: (kind: string, error: unknown, final: boolean) => void;
}

/**
 * Jobs in one SQLite file, shared by threads and processes of one machine. A scheduled job is on the disk before `schedule` settles; a job
 * whose worker died runs again when its lease lapses. A job whose attempts are used up stays as failed; scheduling it again revives it.
 * @throws StorageFault when the folder cannot be written or the file is damaged
 */
export const openSqliteJobs = ({ dir, clock, pollMs = 500, onFailure }: SqliteJobsOptions): Jobs => {
  const file = path.join(dir, 'jobs.sqlite');
  const database = openDatabase(file);
  const store = createJobStore(database);
  const wal = walSync(file);
  const workers = new Map<string, Set<() => void>>();
  const closers = new Set<JobWorker>();
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await Promise.all([...closers].map((worker) => worker.close()));
    await wal.close();
    database.close();
  };
  return {
    schedule: async (job) => {
      const outcome = guarded(file, () => store.schedule(job));
      // A known job may be the one of a call whose sync is still under way.
      await wal.sync();
      if (outcome === 'scheduled') for (const wake of workers.get(job.kind) ?? []) wake();
      return outcome;
    },
    cancel: async (kind, key) => guarded(file, () => store.cancel(kind, key)),
    work: async (kind, run, limits) => {
      const { worker, wake } = startWorker({ store, clock, pollMs, kind, run, limits, onFailure: onFailure ?? (() => undefined) });
      const wakes = workers.get(kind) ?? new Set();
      workers.set(kind, wakes.add(wake));
      closers.add(worker);
      return {
        close: async () => {
          wakes.delete(wake);
          await worker.close();
          closers.delete(worker);
        },
      };
    },
    close: () => (closing ??= close()),
  };
};
