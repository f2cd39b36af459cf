import { type Target, kill, pause, restart, resume } from './disturb.ts';
import type { LocalEngineName } from './engines/registry.ts';
import { type StartOptions, startEngine } from './start-engine.ts';
import { stopEngine } from './stop-engine.ts';

/** Engines that this process asked for. */
export interface RunningEngines {
  /** The variables by which product and tests find them: KAFKA_BROKERS (host:port, by commas), ELASTICSEARCH_URL, REDIS_URL. */
  readonly environment: Readonly<Record<string, string>>;
  /** Stops it where it runs and starts it again on the same data and ports; settles when it serves. */
  restart(target: Target): Promise<void>;
  /** SIGKILL. */
  kill(target: Target): Promise<void>;
  /** SIGSTOP until `resume`. */
  pause(target: Target): void;
  resume(target: Target): void;
  /** Stops those that this call started, not those that ran before, and removes their data. */
  stop(): Promise<void>;
}

/**
 * Starts engines side by side in `folder`; settles when all serve. When one fails the others are stopped again and the call rejects
 * with the reason.
 */
export const startEngines = async (
  names: readonly LocalEngineName[],
  folder: string,
  options: StartOptions = {},
): Promise<RunningEngines> => {
  const nodesOf = (name: LocalEngineName): number => (name === 'kafka' ? (options.nodes ?? 1) : 1);
  const tried = await Promise.allSettled(names.map((name) => startEngine(name, folder, { ...options, nodes: nodesOf(name) })));
  const ours = names.filter((_, index) => {
    const each = tried[index];
    return each?.status === 'fulfilled' && each.value.byThisCall;
  });
  const stop = async (): Promise<void> => {
    await Promise.all(ours.map((name) => stopEngine(name, folder)));
  };
  const faults = names.flatMap((name, index) => {
    const each = tried[index];
    return each?.status === 'rejected' ? [`${name}: ${(each.reason as Error).message}`] : [];
  });
  if (faults.length > 0) {
    await stop();
    throw new Error(faults.join('\n'));
  }
  return {
    environment: Object.assign({}, ...tried.map((each) => (each.status === 'fulfilled' ? each.value.environment : {}))),
    restart: (target) => restart(target, folder),
    kill: (target) => kill(target, folder),
    pause: (target) => pause(target, folder),
    resume: (target) => resume(target, folder),
    stop,
  };
};
