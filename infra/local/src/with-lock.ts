import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ProcessIdentity, identify, isAlive } from './process/identity.ts';

const withinMs = 300_000;

const ownerOf = (file: string): ProcessIdentity | null => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
  } catch {
    return null;
  }
};

const taken = (file: string): boolean => {
  try {
    writeFileSync(file, JSON.stringify(identify(process.pid)), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
};

/** Does `work` while no other process does what it guards by the same file. The lock of a process that died is taken over. */
export const withLock = async <T>(file: string, work: () => Promise<T>): Promise<T> => {
  for (let left = withinMs; !taken(file); left -= 100) {
    if (left <= 0) throw new Error(`${file} is held by another process`);
    await sleep(100);
    const owner = ownerOf(file);
    if (owner !== null && !isAlive(owner)) rmSync(file, { force: true });
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
};
