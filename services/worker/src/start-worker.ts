import { logSink, type Memory, runStage, type StageHandle, type StageLimits, type StageSettings } from '@earshot/engine';
import { type Clock, groupOf, type Log, type Telemetry, type Tracing, type WorkerStage } from '@earshot/platform';
import { hopChain } from './hop-chain.ts';

export interface WorkerParts {
  /** Run of clean, normalise, analyse. */
  readonly stages: readonly WorkerStage[];
  readonly log: Log;
  readonly memory: Memory;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly tracing?: Tracing;
  readonly settings: StageSettings;
  readonly limits?: Partial<StageLimits>;
}

/**
 * Runs one hop or several fused: from the first one's topic to the last one's. Metric label and name in dead letters is the stages' names
 * joined by a plus sign.
 * @throws RangeError where the stages do not follow each other
 */
export const startWorker = ({ stages, log, memory, clock, telemetry, tracing, settings, limits }: WorkerParts): StageHandle => {
  const { from, decode, hops, to, encode } = hopChain(stages);
  return runStage({
    stage: stages.join('+'),
    log,
    topic: from,
    group: groupOf(from),
    decode,
    hops,
    bypass: ({ deleted }) => deleted,
    sink: logSink(log, to, encode),
    memory,
    clock,
    telemetry,
    settings,
    ...(tracing === undefined ? {} : { tracing }),
    ...(limits === undefined ? {} : { limits }),
  });
};
