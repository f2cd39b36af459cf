import type { LocalEngineName } from './engines/registry.ts';
import { isAlive } from './process/identity.ts';
import { type NodeProcess, knownEngines, readState } from './state.ts';

export interface EngineStatus {
  readonly name: LocalEngineName;
  /** All of its processes live, and it has served since its start. */
  readonly running: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly processes: readonly (NodeProcess & { readonly alive: boolean })[];
}

/** Every engine that was started in this folder. */
export const statusOf = (folder: string): EngineStatus[] =>
  knownEngines(folder).flatMap((name) => {
    const state = readState(folder, name);
    if (state === null) return [];
    const processes = state.processes.map((each) => ({ ...each, alive: isAlive(each) }));
    const running = state.environment !== null && processes.length > 0 && processes.every(({ alive }) => alive);
    return [{ name, running, environment: state.environment ?? {}, processes }];
  });

/** The variables of the engines that run in this folder. */
export const runningEnvironment = (folder: string): Readonly<Record<string, string>> =>
  Object.assign({}, ...statusOf(folder).map(({ running, environment }) => (running ? environment : {})));
