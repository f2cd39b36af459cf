import type { StagePlan } from './stage-queue.ts';

/** Share of a processor that is planned with; the rest is for bursts, garbage and what is caught up after a stop. */
export const planned = 0.7;
const fewestPartitions = 12;
/** Partitions for each worker of the largest stage, so that shares stay even and another third of workers finds work. */
const partitionsPerWorker = 4;

export interface Plan {
  readonly partitions: number;
  readonly stages: readonly StagePlan[];
}

export interface StageCost {
  readonly name: string;
  /** Processor time of one message, microseconds. */
  readonly micros: number;
}

/** Partitions by a factor of twelve, which two, three, four and six workers share evenly. */
const roundUp = (partitions: number): number => Math.ceil(partitions / fewestPartitions) * fewestPartitions;

/**
 * Workers of one processor each, and partitions.
 * @param hottest share of the hottest conversation: its messages are one lane, and one worker must keep up with them
 * @throws RangeError where one conversation needs more than a worker
 */
export const planFor = (perSecond: number, costs: readonly StageCost[], hottest: number): Plan => {
  for (const { name, micros } of costs) {
    const busy = (perSecond * hottest * micros) / 1e6;
    if (busy >= 1) throw new RangeError(`${name}: one conversation keeps ${busy.toFixed(1)} workers busy, and only one may work on it`);
  }
  const stages = costs.map(({ name, micros }): StagePlan => ({ name, micros, workers: Math.ceil((perSecond * micros) / 1e6 / planned) }));
  const most = Math.max(...stages.map(({ workers }) => workers));
  return { partitions: roundUp(Math.max(fewestPartitions, most * partitionsPerWorker)), stages };
};
