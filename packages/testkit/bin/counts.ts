import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const fileOf = (folder: string): string => path.join(folder, '.test-results', 'counts.json');

/** What a package's tests left; null when none ran. */
export const countsOf = (folder: string): Counts | null =>
  existsSync(fileOf(folder)) ? (JSON.parse(readFileSync(fileOf(folder), 'utf8')) as Counts) : null;

export const forgetCounts = (folder: string): void => rmSync(fileOf(folder), { force: true });

export const sum = (all: readonly Counts[]): Counts =>
  all.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
