import { existsSync } from 'node:fs';
import { type Target, kill, pause, restart, resume } from './disturb.ts';
import { type LocalEngineName, isLocalEngineName, localEngineNames } from './engines/registry.ts';
import { startEngines } from './start-engines.ts';
import { type EngineStatus, statusOf } from './status.ts';
import { knownEngines, logFile } from './state.ts';
import { stopEngine } from './stop-engine.ts';
import { lastLines } from './wait-healthy.ts';

export interface CommandOptions {
  readonly folder: string;
  readonly brokers: number;
  readonly json: boolean;
}

const exportLines = (environment: Readonly<Record<string, string>>): string =>
  Object.entries(environment)
    .map(([name, value]) => `export ${name}=${value}`)
    .join('\n');

/** Ctrl+C while engines start: those of this call are stopped again. */
const untilInterrupted = (): AbortSignal => {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort(new Error('interrupted')));
  return controller.signal;
};

const up = async (names: readonly LocalEngineName[], { folder, brokers, json }: CommandOptions): Promise<number> => {
  console.error(`starting ${names.join(', ')} in ${folder}`);
  const { environment } = await startEngines(names, folder, { nodes: brokers, stopped: untilInterrupted() });
  console.log(json ? JSON.stringify(environment) : exportLines(environment));
  return 0;
};

const down = async (names: readonly LocalEngineName[], { folder, json }: CommandOptions): Promise<number> => {
  const stopped = await Promise.all(names.map(async (name) => ((await stopEngine(name, folder)) ? [name] : [])));
  if (json) console.log(JSON.stringify({ stopped: stopped.flat() }));
  console.error(stopped.flat().length === 0 ? 'nothing of ours was running' : `stopped ${stopped.flat().join(', ')}`);
  return 0;
};

const lineOf = ({ name, running, environment, processes }: EngineStatus): string =>
  `${name}\t${running ? 'running' : 'not running'}\t${processes.map(({ pid }) => pid).join(',')}\t${Object.values(environment).join(' ')}`;

const status = (names: readonly LocalEngineName[], asked: boolean, { folder, json }: CommandOptions): number => {
  const found = statusOf(folder).filter(({ name }) => names.includes(name));
  if (json) console.log(JSON.stringify(found));
  else for (const each of found) console.log(lineOf(each));
  const absent = names.filter((name) => asked && !found.some((each) => each.name === name));
  if (found.length === 0) console.error(`nothing was started in ${folder}`);
  return found.length > 0 && absent.length === 0 && found.every(({ running }) => running) ? 0 : 1;
};

const logs = (names: readonly LocalEngineName[], { folder }: CommandOptions): number => {
  const nodes = names.flatMap((name) => [name, ...[1, 2, 3].map((number) => `${name}-${number}`)]);
  for (const node of nodes.filter((each) => existsSync(logFile(folder, each)))) {
    console.error(`${logFile(folder, node)}:`);
    console.log(lastLines(folder, node, 30));
  }
  return 0;
};

const disturbances = { restart, kill, pause, resume } as const;

const disturb = async (command: keyof typeof disturbances, targets: readonly string[], folder: string): Promise<number> => {
  for (const target of targets) {
    await disturbances[command](target as Target, folder);
    console.error(`${command} ${target}: done`);
  }
  return 0;
};

/** Runs one command of `npm run engines`; its exit code, or null when the words make no command. */
export const runCommand = async (command: string, words: readonly string[], options: CommandOptions): Promise<number | null> => {
  if (command in disturbances) {
    if (words.length === 0) return null;
    return disturb(command as keyof typeof disturbances, words, options.folder);
  }
  const unknown = words.find((word) => !isLocalEngineName(word));
  if (unknown !== undefined) {
    console.error(`there is no engine ${unknown}`);
    return null;
  }
  const named = words.filter(isLocalEngineName);
  const names = named.length > 0 ? named : localEngineNames;
  switch (command) {
    case 'up':
      return up(names, options);
    case 'down':
      return down(named.length > 0 ? named : knownEngines(options.folder), options);
    case 'status':
      return status(names, named.length > 0, options);
    case 'logs':
      return logs(names, options);
    default:
      return null;
  }
};
