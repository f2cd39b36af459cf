import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { JobLimits, JobResult, Jobs, RunningJob } from './port.ts';

export interface JobsFixture {
  readonly jobs: Jobs;
  readonly another: () => Promise<Jobs>;
  close(): Promise<void>;
}

const limits: JobLimits = { concurrency: 2, maxAttempts: 3, backoffMs: 10, leaseMs: 10_000 };
const done: JobResult = { tag: 'done' };
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await pause(5);
};
const job = (key: string, runAt = 0, data: Record<string, unknown> = {}) => ({ kind: 'k', key, runAt, data });

/** The promises of the job queue; every adapter runs them unchanged. */
export const describeJobsContract = (name: string, open: () => Promise<JobsFixture>): void => {
  describe(`jobs contract: ${name}`, () => {
    let fixture: JobsFixture;
    beforeEach(async () => {
      fixture = await open();
    });
    afterEach(async () => {
      await fixture.close();
    });

    test('scheduling twice is scheduling once; the first data stays', async () => {
      const { jobs } = fixture;
      expect(await jobs.schedule(job('会话/1', 0, { 备注: '甲' }))).toBe('scheduled');
      expect(await jobs.schedule(job('会话/1', 0, { 备注: '乙' }))).toBe('known');
      const ran: RunningJob[] = [];
      await jobs.work('k', async (each) => (ran.push(each), done), limits);
      await jobs.schedule(job('last'));
      await until(() => ran.length >= 2);
      expect(ran.filter(({ key }) => key === '会话/1')).toEqual([{ ...job('会话/1', 0, { 备注: '甲' }), attempt: 1 }]);
      expect(ran).toHaveLength(2);
    });

    test('a job never runs before its time, and a key is free again when its job is done', async () => {
      const { jobs } = fixture;
      const runAt = Date.now() + 60;
      const times: number[] = [];
      await jobs.work('k', async () => (times.push(Date.now()), done), limits);
      await jobs.schedule(job('a', runAt));
      await until(() => times.length === 1);
      expect(times[0]).toBeGreaterThanOrEqual(runAt - 1);
      await pause(20);
      expect(await jobs.schedule(job('a'))).toBe('scheduled');
      await until(() => times.length === 2);
    });

    test('a cancelled job does not run; kinds do not mix', async () => {
      const { jobs } = fixture;
      await jobs.schedule(job('a'));
      await jobs.schedule({ ...job('a'), kind: 'other' });
      await jobs.cancel('k', 'a');
      await jobs.cancel('k', 'unknown');
      await jobs.schedule(job('b'));
      const ran: string[] = [];
      await jobs.work('k', async ({ key }) => (ran.push(key), done), limits);
      await until(() => ran.length > 0);
      expect(ran).toEqual(['b']);
    });

    test('a throw is tried again, with its attempt counted, until the attempts are used up', async () => {
      const { jobs } = fixture;
      const attempts: number[] = [];
      const run = async ({ key, attempt }: RunningJob): Promise<JobResult> => {
        if (key === 'other') return done;
        attempts.push(attempt);
        throw new Error('outage');
      };
      await jobs.schedule(job('a'));
      await jobs.work('k', run, limits);
      await until(() => attempts.length === 3);
      await pause(150);
      expect(attempts).toEqual([1, 2, 3]);
    });

    test('`again` comes back at its time with a fresh count', async () => {
      const { jobs } = fixture;
      const ran: number[] = [];
      const run = async ({ attempt }: RunningJob): Promise<JobResult> => {
        ran.push(attempt);
        return ran.length < 5 ? { tag: 'again', runAt: Date.now() + 5 } : done;
      };
      await jobs.schedule(job('a'));
      await jobs.work('k', run, limits);
      await until(() => ran.length === 5);
      expect(ran).toEqual([1, 1, 1, 1, 1]);
    });

    test('never more at once than the concurrency, and no job runs twice over two workers', async () => {
      const { jobs } = fixture;
      const other = await fixture.another();
      const keys = Array.from({ length: 30 }, (_, at) => `${at}`);
      for (const key of keys) await jobs.schedule(job(key));
      const ran: string[] = [];
      const peaks = [0, 0];
      const runner = (at: number) => {
        let now = 0;
        return async ({ key }: RunningJob): Promise<JobResult> => {
          now += 1;
          peaks[at] = Math.max(peaks[at] ?? 0, now);
          await pause(3);
          now -= 1;
          ran.push(key);
          return done;
        };
      };
      await jobs.work('k', runner(0), limits);
      await other.work('k', runner(1), limits);
      await until(() => ran.length >= keys.length);
      await pause(30);
      expect(ran.sort()).toEqual(keys.sort());
      expect(Math.max(...peaks)).toBeLessThanOrEqual(2);
    });

    test('close takes no new job and waits for the running ones', async () => {
      const { jobs } = fixture;
      const ran: string[] = [];
      const started: string[] = [];
      const run = async ({ key }: RunningJob): Promise<JobResult> => {
        started.push(key);
        await pause(30);
        ran.push(key);
        return done;
      };
      for (const key of ['a', 'b', 'c', 'd']) await jobs.schedule(job(key));
      const worker = await jobs.work('k', run, limits);
      await until(() => started.length === 2);
      await worker.close();
      expect(ran.sort()).toEqual(started.sort());
      expect(ran).toHaveLength(2);
    });

    test('a job outlives its lease while its worker lives', async () => {
      const { jobs } = fixture;
      const other = await fixture.another();
      let ran = 0;
      const run = async (): Promise<JobResult> => {
        ran += 1;
        await pause(1500);
        return done;
      };
      await jobs.schedule(job('a'));
      await jobs.work('k', run, { ...limits, leaseMs: 600 });
      await other.work('k', run, { ...limits, leaseMs: 600 });
      await pause(1700);
      expect(ran).toBe(1);
    });
  });
};
