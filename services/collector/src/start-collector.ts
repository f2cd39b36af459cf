import { createHash } from 'node:crypto';
import { collectFolder, type FolderSource, type IntakePorts } from '@earshot/intake';
import type { Receipts } from '@earshot/model';
import type { Clock, JobResult, Jobs, JobWorker, RunningJob } from '@earshot/platform';

export interface CollectorParts {
  readonly folders: readonly FolderSource[];
  /** Rest between two looks at a source. */
  readonly everyMs: number;
  readonly ports: IntakePorts;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly receipts: Receipts;
}

const kind = 'collect-folder';
/** One runner per source while its lease lasts; a source whose runner died is taken over after it. */
const limits = { concurrency: 4, maxAttempts: 1_000_000, backoffMs: 5000, leaseMs: 60_000 };

/** Job keys and logs name a source without telling its path. */
const keyOf = ({ path }: FolderSource): string => createHash('sha256').update(path).digest('hex').slice(0, 16);

/** Looks at every source again and again, each by one collector at a time however many there are; the schedule lies in the jobs port. */
export const startCollector = async ({ folders, everyMs, ports, jobs, clock, receipts }: CollectorParts): Promise<JobWorker> => {
  const { telemetry } = ports;
  const sources = new Map(folders.map((source) => [keyOf(source), source]));
  const collect = async ({ key }: RunningJob): Promise<JobResult> => {
    const source = sources.get(key);
    // Configured no more: its schedule ends.
    if (source === undefined) return { tag: 'done' };
    try {
      const { files, accepted, rejected } = await collectFolder(source, {
        ports,
        clock,
        mint: () => receipts.mint(clock.now(), clock.random()),
      });
      if (files > 0) telemetry.log('info', 'collected', { source: key, files, accepted, rejected });
    } catch (error) {
      telemetry.log('warn', 'collect.failed', { source: key, reason: error instanceof Error ? error.name : 'unknown' });
    }
    return { tag: 'again', runAt: clock.now() + everyMs };
  };
  const worker = await jobs.work(kind, collect, limits);
  for (const key of sources.keys()) await jobs.schedule({ kind, key, runAt: clock.now(), data: {} });
  return worker;
};
