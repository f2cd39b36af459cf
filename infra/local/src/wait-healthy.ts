import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from './engine.ts';
import { isAlive } from './process/identity.ts';
import { type EngineState, logFile } from './state.ts';

const withinMs = 120_000;

/** The last lines that a node wrote. */
export const lastLines = (folder: string, node: string, count: number): string =>
  readFileSync(logFile(folder, node), 'utf8').trimEnd().split('\n').slice(-count).join('\n');

/** Settles when every node serves. Rejects, with what the node said last, when one ends or two minutes pass, and when `stopped`. */
export const waitHealthy = async (engine: Engine, folder: string, state: EngineState, stopped?: AbortSignal): Promise<void> => {
  let fault = 'not asked yet';
  for (const end = performance.now() + withinMs; performance.now() < end; ) {
    stopped?.throwIfAborted();
    const gone = state.processes.find((each) => !isAlive(each));
    if (gone !== undefined) throw new Error(`${gone.node} ended:\n${lastLines(folder, gone.node, 20)}`);
    try {
      if (await engine.healthy(state.layout)) return;
      fault = 'answers, but does not serve yet';
    } catch (error) {
      fault = (error as Error).message;
    }
    await sleep(200);
  }
  throw new Error(`${state.processes[0]?.node} does not serve: ${fault}`);
};
