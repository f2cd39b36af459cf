/** A job is (kind, key): scheduling twice is scheduling once. */
export interface NewJob {
  readonly kind: string;
  readonly key: string;
  /** Not before this, milliseconds since the Unix epoch. */
  readonly runAt: number;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface RunningJob extends NewJob {
  /** From 1. */
  readonly attempt: number;
}

export type JobResult = { readonly tag: 'done' } | { readonly tag: 'again'; readonly runAt: number };

export interface JobLimits {
  readonly concurrency: number;
  readonly maxAttempts: number;
  /** First delay after a throw; doubles with each attempt. */
  readonly backoffMs: number;
  /** A job whose worker died becomes due again after this. */
  readonly leaseMs: number;
}

export interface JobWorker {
  /** Takes no new job, waits for the running ones. */
  close(): Promise<void>;
}

/** Run this at that time, once per key, with retries; at least once. */
export interface Jobs {
  schedule(job: NewJob): Promise<'scheduled' | 'known'>;
  cancel(kind: string, key: string): Promise<void>;
  work(kind: string, run: (job: RunningJob) => Promise<JobResult>, limits: JobLimits): Promise<JobWorker>;
  close(): Promise<void>;
}
