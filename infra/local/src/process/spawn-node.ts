import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Launch } from '../engine.ts';
import { type ProcessIdentity, identify, isAlive } from './identity.ts';

const pidFileWithinMs = 60_000;

/** Engines get none of our variables: their behaviour must not depend on who starts them. */
const environment = (more: Launch['env'] = {}): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  LANG: 'C.UTF-8',
  ...more,
});

const spawned = (launch: Launch, log: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(launch.command, launch.args, {
      env: environment(launch.env),
      ...launch.user,
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.once('error', reject);
    child.once('spawn', () => {
      child.unref();
      resolve(child.pid ?? 0);
    });
  });

/** Waits for the process that serves to write its number; null when its parent ended before. */
const servingProcess = async (pidFile: string, parent: ProcessIdentity): Promise<ProcessIdentity | null> => {
  for (let left = pidFileWithinMs; left > 0 && isAlive(parent); left -= 50) {
    const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').trim()) : 0;
    if (Number.isInteger(pid) && pid > 0) return identify(pid);
    await sleep(50);
  }
  return null;
};

/**
 * Starts one process that outlives us, its output appended to `logFile`. `onProcess` hears of each process at once, so that
 * nothing runs that is not written down.
 */
export const spawnNode = async (launch: Launch, logFile: string, onProcess: (found: ProcessIdentity) => void): Promise<void> => {
  if (launch.pidFile !== undefined) rmSync(launch.pidFile, { force: true });
  const log = openSync(logFile, 'a');
  try {
    const parent = identify(await spawned(launch, log));
    if (parent === null) throw new Error(`${launch.node} ended at once; see ${logFile}`);
    onProcess(parent);
    if (launch.pidFile === undefined) return;
    const serving = await servingProcess(launch.pidFile, parent);
    if (serving === null) throw new Error(`${launch.node} ended before it served; see ${logFile}`);
    onProcess(serving);
  } finally {
    closeSync(log);
  }
};
