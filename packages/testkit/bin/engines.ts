import {
  type LocalEngineName,
  type RunningEngines,
  defaultFolder,
  localEngineNames,
  runningEnvironment,
  startEngines,
} from '@earshot/local-engines';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EngineName, engineVariables } from '../src/engine-variables.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Names the engines of a run for turbo's hash, where the addresses, with their random ports, would be of no use. */
export const marker = 'TEST_ENGINES';

const names = Object.keys(engineVariables) as EngineName[];

export const presentEngines = (variables: Variables): EngineName[] =>
  names.filter((name) => (variables[engineVariables[name]] ?? '') !== '');

export const absentEngines = (variables: Variables): EngineName[] =>
  names.filter((name) => (variables[engineVariables[name]] ?? '') === '');

/** Without those that name nothing: an empty address counts as none. */
const given = (variables: Variables): Variables => Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));

/** Addresses of the environment first, then of what `npm run engines -- up` started. */
export const withRunning = (variables: Variables): Variables => ({ ...runningEnvironment(defaultFolder()), ...given(variables) });

/** Beneath turbo the marker is the truth: an engine it does not name must not change a result that turbo keeps. */
export const onlyMarked = (variables: Variables): Variables => {
  const marked = (variables[marker] ?? '').split(',');
  const hidden = names.filter((name) => !marked.includes(name)).map((name) => engineVariables[name]);
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !(hidden as string[]).includes(name)));
};

export interface TestEngines {
  readonly variables: Variables;
  /** Stops what was started for this run only. */
  stop(): Promise<void>;
}

const startLocal = async (missing: readonly LocalEngineName[], stopped: AbortSignal): Promise<RunningEngines> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-test-engines-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    const running = await startEngines(missing, folder, { stopped });
    return {
      ...running,
      stop: async () => {
        await running.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
};

/**
 * Starts the engines that `variables` name no address for: by Docker where a Docker engine answers, else as plain processes.
 * Rejects with the reason when one cannot be had.
 */
export const startMissing = async (variables: Variables, stopped: AbortSignal): Promise<TestEngines> => {
  const missing = localEngineNames.filter((name) => absentEngines(variables).includes(name));
  if (missing.length === 0) return { variables, stop: () => Promise.resolve() };
  const { dockerAnswers, startContainers } = await import('./docker-engines.ts');
  const docker = await dockerAnswers();
  console.log(`starting ${missing.join(', ')} ${docker ? 'in Docker' : 'as processes of this machine'}`);
  const running = docker ? await startContainers(missing) : await startLocal(missing, stopped);
  return { variables: { ...variables, ...running.environment }, stop: running.stop };
};
