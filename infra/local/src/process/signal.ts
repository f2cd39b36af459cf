import { setTimeout as sleep } from 'node:timers/promises';
import { type ProcessIdentity, isAlive } from './identity.ts';

const lookEveryMs = 50;

/** Nothing happens to a process that is not the one meant, or has gone. */
export const signal = (processes: readonly ProcessIdentity[], name: NodeJS.Signals): void => {
  for (const each of processes) {
    if (!isAlive(each)) continue;
    try {
      process.kill(each.pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
};

const allGone = async (processes: readonly ProcessIdentity[], withinMs: number): Promise<boolean> => {
  for (let left = withinMs; left > 0; left -= lookEveryMs) {
    if (!processes.some(isAlive)) return true;
    await sleep(lookEveryMs);
  }
  return !processes.some(isAlive);
};

/** SIGKILL; settles when they are gone. */
export const killProcesses = async (processes: readonly ProcessIdentity[]): Promise<void> => {
  signal(processes, 'SIGKILL');
  if (!(await allGone(processes, 10_000))) throw new Error(`still there after SIGKILL: ${processes.map(({ pid }) => pid).join(', ')}`);
};

/** SIGTERM, to paused ones too, then SIGKILL for what is left after `graceMs`. Settles when all are gone. */
export const stopProcesses = async (processes: readonly ProcessIdentity[], graceMs: number): Promise<void> => {
  signal(processes, 'SIGTERM');
  signal(processes, 'SIGCONT');
  if (!(await allGone(processes, graceMs))) await killProcesses(processes);
};
