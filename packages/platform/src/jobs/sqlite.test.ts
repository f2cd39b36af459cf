import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { systemClock } from '../clock/system.ts';
import { backoff } from './backoff.ts';
import { describeJobsContract } from './contract.ts';
import type { Jobs, RunningJob } from './port.ts';
import { openSqliteJobs } from './sqlite.ts';

const folder = (): string => mkdtempSync(path.join(tmpdir(), 'earshot-jobs-'));

describeJobsContract('SQLite', async () => {
  const dir = folder();
  const opened: Jobs[] = [];
  const another = async (): Promise<Jobs> => {
    const jobs = openSqliteJobs({ dir, clock: systemClock, pollMs: 10 });
    opened.push(jobs);
    return jobs;
  };
  return {
    jobs: await another(),
    another,
    close: async () => {
      await Promise.all(opened.map((jobs) => jobs.close()));
      rmSync(dir, { recursive: true });
    },
  };
});

describe('SQLite jobs', () => {
  test('kill -9 in the middle of a job: it runs again when its lease lapses, and what was scheduled is all there', async () => {
    const dir = folder();
    const source = `
      const { openSqliteJobs } = await import(${JSON.stringify(new URL('./sqlite.ts', import.meta.url).href)});
      const { systemClock } = await import(${JSON.stringify(new URL('../clock/system.ts', import.meta.url).href)});
      const jobs = openSqliteJobs({ dir: ${JSON.stringify(dir)}, clock: systemClock });
      for (let at = 0; at < 50; at += 1) await jobs.schedule({ kind: 'k', key: String(at), runAt: at, data: {} });
      await jobs.work('k', ({ key }) => { process.stdout.write('started ' + key); return new Promise(() => undefined); },
        { concurrency: 1, maxAttempts: 9, backoffMs: 1, leaseMs: 200 });`;
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', source]);
    const said = await new Promise<string>((resolve) => child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    expect(said).toBe('started 0');
    const jobs = openSqliteJobs({ dir, clock: systemClock, pollMs: 10 });
    const ran: RunningJob[] = [];
    await new Promise<void>((resolve, reject) => {
      const run = async (job: RunningJob) => {
        ran.push(job);
        if (ran.length === 50) resolve();
        return { tag: 'done' as const };
      };
      jobs.work('k', run, { concurrency: 4, maxAttempts: 9, backoffMs: 1, leaseMs: 200 }).catch(reject);
    });
    expect(new Set(ran.map(({ key }) => key)).size).toBe(50);
    expect(ran.find(({ key }) => key === '0')?.attempt).toBe(2);
    await jobs.close();
    rmSync(dir, { recursive: true });
  });

  test('a failed job is told, kept without its message, and revived by scheduling it again', async () => {
    const dir = folder();
    const told: boolean[] = [];
    const jobs = openSqliteJobs({ dir, clock: systemClock, pollMs: 10, onFailure: (_, __, final) => told.push(final) });
    let healthy = false;
    const finished = new Promise<void>((resolve, reject) => {
      const run = async () => {
        if (!healthy) throw new Error('call 13800138000');
        resolve();
        return { tag: 'done' as const };
      };
      jobs.work('k', run, { concurrency: 1, maxAttempts: 2, backoffMs: 1, leaseMs: 1000 }).catch(reject);
    });
    const job = { kind: 'k', key: 'a', runAt: 0, data: {} };
    await jobs.schedule(job);
    while (told.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(told).toEqual([false, true]);
    healthy = true;
    expect(await jobs.schedule(job)).toBe('scheduled');
    await finished;
    await jobs.close();
    rmSync(dir, { recursive: true });
  });

  test('the backoff doubles, is scattered, and ends at an hour', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (first, attempt, random) => {
          const delay = backoff(first, attempt, random);
          const full = Math.min(3_600_000, first * 2 ** (attempt - 1));
          expect(delay).toBeGreaterThanOrEqual(Math.floor(full / 2));
          expect(delay).toBeLessThanOrEqual(full);
        },
      ),
    );
  });
});
