import type { Engine } from './engine.ts';
import { type LocalEngineName, isLocalEngineName, registry } from './engines/registry.ts';
import { killProcesses, signal, stopProcesses } from './process/signal.ts';
import { startNodes } from './start-engine.ts';
import { type EngineState, type NodeProcess, readState, writeState } from './state.ts';
import { waitHealthy } from './wait-healthy.ts';

/** An engine, or one of its nodes. */
export type Target = LocalEngineName | `${LocalEngineName}-${number}`;

interface Aim {
  readonly name: LocalEngineName;
  readonly state: EngineState;
  readonly processes: readonly NodeProcess[];
  readonly hit: (node: string) => boolean;
}

const aimAt = (target: string, folder: string): Aim => {
  const name = target.replace(/-\d+$/u, '');
  const state = isLocalEngineName(name) ? readState(folder, name) : null;
  if (!isLocalEngineName(name) || state === null) throw new Error(`${target} was not started in ${folder}`);
  const hit = (node: string): boolean => target === name || node === target;
  if (!registry[name].launch(state.layout).some(({ node }) => hit(node))) throw new Error(`${name} has no node ${target}`);
  return { name, state, hit, processes: state.processes.filter(({ node }) => hit(node)) };
};

/** SIGKILL, as a crash would; the rest of a cluster goes on. `restart` brings it back. */
export const kill = (target: Target, folder: string): Promise<void> => killProcesses(aimAt(target, folder).processes);

/** SIGSTOP: connections stay open and nothing answers, as in a long pause or behind a cut wire. */
export const pause = (target: Target, folder: string): void => signal(aimAt(target, folder).processes, 'SIGSTOP');

/** Ends a pause. */
export const resume = (target: Target, folder: string): void => signal(aimAt(target, folder).processes, 'SIGCONT');

/** Stops it where it runs and starts it again on the same data and ports. Settles when the whole engine serves. */
export const restart = async (target: Target, folder: string): Promise<void> => {
  const { name, state, processes, hit } = aimAt(target, folder);
  const engine: Engine = registry[name];
  await stopProcesses(processes, 30_000);
  const rest = { ...state, processes: state.processes.filter(({ node }) => !hit(node)) };
  writeState(folder, name, rest);
  const launches = engine.launch(state.layout).filter(({ node }) => hit(node));
  await waitHealthy(engine, folder, await startNodes(name, folder, rest, launches));
};
