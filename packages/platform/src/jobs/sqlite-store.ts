import type { DatabaseSync } from 'node:sqlite';
import type { NewJob, RunningJob } from './port.ts';

/** A job that was taken under a lease. */
export interface TakenJob extends RunningJob {
  /** Tells this run from one that a lapsed lease started later. */
  readonly lease: number;
}

/** The rows of jobs; every method is one small write. */
export interface JobStore {
  schedule(job: NewJob): 'scheduled' | 'known';
  cancel(kind: string, key: string): void;
  /** Due jobs, oldest first, leased until `leaseUntil`. */
  take(kind: string, count: number, now: number, leaseUntil: number): TakenJob[];
  done(job: TakenJob): void;
  /** Due again at `runAt`; the attempt counter starts anew after success, goes on after a failure. */
  again(job: TakenJob, runAt: number, failed: boolean): void;
  /** Kept for inspection, never run again until it is scheduled anew. */
  giveUp(job: TakenJob, error: string): void;
  extend(job: TakenJob, leaseUntil: number): void;
  /** When the next job of the kind is due, or its lease lapses. */
  nextDue(kind: string): number | null;
}

const schema = `CREATE TABLE IF NOT EXISTS job (kind TEXT NOT NULL, key TEXT NOT NULL, due_at INTEGER NOT NULL, run_at INTEGER NOT NULL,
    data TEXT NOT NULL, attempt INTEGER NOT NULL, lease INTEGER NOT NULL, failure TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS job_due ON job (kind, due_at) WHERE failure IS NULL`;

export const createJobStore = (database: DatabaseSync): JobStore => {
  database.exec(schema);
  const insert = database.prepare(
    `INSERT INTO job (kind, key, due_at, run_at, data, attempt, lease) VALUES (?, ?, ?, ?, ?, 0, 0)
      ON CONFLICT DO UPDATE SET due_at = excluded.due_at, run_at = excluded.run_at, data = excluded.data, attempt = 0, failure = NULL
      WHERE job.failure IS NOT NULL`,
  );
  const cancel = database.prepare('DELETE FROM job WHERE kind = ? AND key = ?');
  // due_at is the time of the run or, under a lease, the time at which the lease lapses: one index serves both.
  const take = database.prepare(
    `UPDATE job SET due_at = ?2, attempt = attempt + 1, lease = lease + 1
      WHERE kind = ?1 AND key IN (SELECT key FROM job WHERE kind = ?1 AND failure IS NULL AND due_at <= ?3 ORDER BY due_at LIMIT ?4)
      RETURNING key, run_at AS runAt, data, attempt, lease`,
  );
  const done = database.prepare('DELETE FROM job WHERE kind = ? AND key = ? AND lease = ?');
  const again = database.prepare('UPDATE job SET due_at = ?, run_at = ?, attempt = ? WHERE kind = ? AND key = ? AND lease = ?');
  const giveUp = database.prepare('UPDATE job SET failure = ? WHERE kind = ? AND key = ? AND lease = ?');
  const extend = database.prepare('UPDATE job SET due_at = ? WHERE kind = ? AND key = ? AND lease = ?');
  const nextDue = database.prepare('SELECT min(due_at) AS due FROM job WHERE kind = ? AND failure IS NULL');
  return {
    schedule: ({ kind, key, runAt, data }) =>
      insert.run(kind, key, runAt, runAt, JSON.stringify(data)).changes === 0 ? 'known' : 'scheduled',
    cancel: (kind, key) => {
      cancel.run(kind, key);
    },
    take: (kind, count, now, leaseUntil) =>
      take.all(kind, leaseUntil, now, count).map((row) => ({
        kind,
        key: row['key'] as string,
        runAt: row['runAt'] as number,
        data: JSON.parse(row['data'] as string) as Record<string, unknown>,
        attempt: row['attempt'] as number,
        lease: row['lease'] as number,
      })),
    done: ({ kind, key, lease }) => {
      done.run(kind, key, lease);
    },
    again: ({ kind, key, lease, attempt }, runAt, failed) => {
      again.run(runAt, runAt, failed ? attempt : 0, kind, key, lease);
    },
    giveUp: ({ kind, key, lease }, error) => {
      giveUp.run(error, kind, key, lease);
    },
    extend: ({ kind, key, lease }, leaseUntil) => {
      extend.run(leaseUntil, kind, key, lease);
    },
    nextDue: (kind) => nextDue.get(kind)?.['due'] as number | null,
  };
};
