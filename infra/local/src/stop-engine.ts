import { rmSync } from 'node:fs';
import path from 'node:path';
import type { LocalEngineName } from './engines/registry.ts';
import { isAlive } from './process/identity.ts';
import { stopProcesses } from './process/signal.ts';
import { engineFolder, readState, removeState } from './state.ts';
import { withLock } from './with-lock.ts';

const graceMs = 10_000;

/** Stops what was started in this folder and removes its data; its logs stay. False when nothing of it ran. */
export const stopEngine = async (name: LocalEngineName, folder: string): Promise<boolean> => {
  if (readState(folder, name) === null) return false;
  return withLock(path.join(folder, `${name}.lock`), async () => {
    const processes = readState(folder, name)?.processes ?? [];
    const ran = processes.some(isAlive);
    await stopProcesses(processes, graceMs);
    rmSync(engineFolder(folder, name), { recursive: true, force: true, maxRetries: 3 });
    removeState(folder, name);
    return ran;
  });
};
