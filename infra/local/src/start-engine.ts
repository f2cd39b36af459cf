import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Engine, Launch, Layout } from './engine.ts';
import { type LocalEngineName, registry } from './engines/registry.ts';
import { areFree, freePorts } from './free-ports.ts';
import { isAlive } from './process/identity.ts';
import { spawnNode } from './process/spawn-node.ts';
import { stopProcesses } from './process/signal.ts';
import { missingTools } from './software/tools.ts';
import { type EngineState, engineFolder, logFile, readState, writeState } from './state.ts';
import { waitHealthy } from './wait-healthy.ts';
import { withLock } from './with-lock.ts';

export interface StartOptions {
  /** Brokers of Kafka; 1 unless told. */
  readonly nodes?: number;
  /** Gives up, and stops what this call had started. */
  readonly stopped?: AbortSignal;
}

export interface Started {
  readonly environment: Readonly<Record<string, string>>;
  /** False when it ran already. */
  readonly byThisCall: boolean;
}

const layoutFor = async (name: LocalEngineName, folder: string, nodes: number, before: EngineState | null): Promise<Layout> => {
  if (before !== null && before.layout.nodes === nodes && (await areFree(before.layout.ports))) return before.layout;
  return { folder: engineFolder(folder, name), nodes, ports: await freePorts(registry[name].portsPerNode * nodes) };
};

/** Starts those nodes and writes their processes down as they come. Gives the state with all of them. */
export const startNodes = async (
  name: LocalEngineName,
  folder: string,
  before: EngineState,
  launches: readonly Launch[],
): Promise<EngineState> => {
  let state = before;
  const starting = launches.map((launch) =>
    spawnNode(launch, logFile(folder, launch.node), (found) => {
      state = { ...state, processes: [...state.processes, { node: launch.node, ...found }] };
      writeState(folder, name, state);
    }),
  );
  const failed = (await Promise.allSettled(starting)).find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return state;
};

const startFresh = async (engine: Engine, name: LocalEngineName, folder: string, options: StartOptions): Promise<Started> => {
  const before = readState(folder, name);
  await stopProcesses(before?.processes ?? [], 10_000);
  const layout = await layoutFor(name, folder, options.nodes ?? 1, before);
  await engine.prepare(layout);
  options.stopped?.throwIfAborted();
  const environment = engine.environment(layout);
  try {
    const state = await startNodes(name, folder, { layout, processes: [], environment: null }, engine.launch(layout));
    await waitHealthy(engine, folder, state, options.stopped);
    writeState(folder, name, { ...state, environment });
  } catch (error) {
    await stopProcesses(readState(folder, name)?.processes ?? [], 5_000);
    throw error;
  }
  return { environment, byThisCall: true };
};

/**
 * Starts one engine in `folder` and settles when it serves; one that runs there already is left as it is.
 * Rejects with what is missing on this machine, or with what the engine said before it ended.
 */
export const startEngine = (name: LocalEngineName, folder: string, options: StartOptions = {}): Promise<Started> => {
  const engine: Engine = registry[name];
  const nodes = options.nodes ?? 1;
  if (nodes < 1 || nodes > engine.nodesMax) throw new Error(`${name} runs with 1 to ${engine.nodesMax} nodes, not ${nodes}`);
  mkdirSync(folder, { recursive: true });
  return withLock(path.join(folder, `${name}.lock`), async () => {
    const before = readState(folder, name);
    if (before !== null && before.environment !== null && before.processes.every(isAlive)) {
      return { environment: before.environment, byThisCall: false };
    }
    const missing = missingTools(engine.tools);
    if (missing.length > 0) throw new Error(missing.join('; '));
    return startFresh(engine, name, folder, options);
  });
};
