import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../services/standalone/bin/earshot.js', import.meta.url));
const plain = fileURLToPath(new URL('plain-insert.ts', import.meta.url));

export interface Run {
  readonly documentsPerSecond: number;
  /** Largest resident set of any process of the run, MiB. */
  readonly peakMiB: number;
}

/** Resident set of a process and its children now, MiB; Linux only, 0 elsewhere. */
const residentMiB = (pid: number): number => {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
    const own = Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
    return Math.max(own, ...children.map(residentMiB));
  } catch {
    return 0;
  }
};

const run = async (words: readonly string[], documents: number): Promise<Run> => {
  const from = performance.now();
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let peakMiB = 0;
  const watch = setInterval(() => {
    peakMiB = Math.max(peakMiB, residentMiB(child.pid ?? 0));
  }, 100);
  child.stdout.resume();
  const [status] = (await once(child, 'exit')) as [number];
  clearInterval(watch);
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}`);
  return { documentsPerSecond: documents / ((performance.now() - from) / 1000), peakMiB };
};

const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-benchmark-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** `earshot import` of a file into an empty folder until everything is searchable: the whole process, start-up included. */
export const importRun = (file: string, documents: number): Promise<Run> =>
  inFolder((folder) => run([main, 'import', file, '--data', folder, '--json'], documents));

/** Parsing and FTS5 insertion alone. */
export const plainRun = (file: string, documents: number): Promise<Run> =>
  inFolder((folder) => run([plain, file, path.join(folder, 'plain.sqlite')], documents));
