import type { StageHandle, StageSettings } from '@earshot/engine';
import type { Topic } from '@earshot/model';
import type { Clock, Config, Log, TelemetryService, Tracing } from '@earshot/platform';
import type { FastifyInstance } from 'fastify';
import { lagGauges } from '../lag-gauges.ts';
import type { Servers } from './servers.ts';

/** What a service is started with. */
export interface PartContext {
  readonly config: Config;
  readonly clock: Clock;
  readonly telemetry: TelemetryService;
  readonly tracing: Tracing;
  readonly servers: Servers;
  readonly settings: StageSettings;
  /** Its HTTP server, not listening yet. */
  readonly app: FastifyInstance;
  /** A part died of a bug: the process must not go on as if it worked. */
  onFailure(error: unknown): void;
}

/** A started service. */
export interface Part {
  /** Parts that cannot work now, by name; none means ready. */
  unready(): Promise<readonly string[]>;
  /** Brings gauges up to date before they are read. */
  measure(): Promise<void>;
  /** Stops intake, finishes what is in flight; `late` when the deadline passed first. */
  drain(deadlineMs: number): Promise<'drained' | 'late'>;
}

/** A service that is one stage of the pipeline. */
export const stagePart = (stage: StageHandle, log: Log, topic: Topic, { telemetry, onFailure }: PartContext): Part => {
  let ended = false;
  stage.done.then(
    () => {
      ended = true;
    },
    (error: unknown) => {
      ended = true;
      onFailure(error);
    },
  );
  return {
    unready: async () => (ended ? ['stage'] : []),
    measure: () => lagGauges(log, topic, telemetry),
    drain: (deadlineMs) => stage.drain(deadlineMs),
  };
};
