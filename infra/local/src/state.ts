import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Layout } from './engine.ts';
import { type LocalEngineName, localEngineNames } from './engines/registry.ts';
import type { ProcessIdentity } from './process/identity.ts';

export interface NodeProcess extends ProcessIdentity {
  readonly node: string;
}

/** What is known about an engine that was started in a folder: the file that `down`, `status` and the tests go by. */
export interface EngineState {
  readonly layout: Layout;
  readonly processes: readonly NodeProcess[];
  /** The variables by which product and tests find it; null until it served for the first time. */
  readonly environment: Readonly<Record<string, string>> | null;
}

const fileOf = (folder: string, name: LocalEngineName): string => path.join(folder, `${name}.json`);

export const engineFolder = (folder: string, name: LocalEngineName): string => path.join(folder, name);

export const logFile = (folder: string, node: string): string => path.join(folder, `${node}.log`);

export const readState = (folder: string, name: LocalEngineName): EngineState | null => {
  const file = fileOf(folder, name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as EngineState) : null;
};

/** Whole or not at all: a reader never meets half a file. */
export const writeState = (folder: string, name: LocalEngineName, state: EngineState): void => {
  const file = fileOf(folder, name);
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${file}.new`, file);
};

export const removeState = (folder: string, name: LocalEngineName): void => rmSync(fileOf(folder, name), { force: true });

/** Engines that were started in this folder, whether they still run or not. */
export const knownEngines = (folder: string): LocalEngineName[] => localEngineNames.filter((name) => existsSync(fileOf(folder, name)));
