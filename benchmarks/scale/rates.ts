import type { StageCosts } from '../distributed/stage-costs.ts';
import { partitionShares, zipfShares } from './key-shares.ts';
import { type Plan, planFor, type StageCost } from './plan.ts';
import { type Simulated, simulate, type Trouble } from './simulate.ts';

export const rates = [10_000, 100_000, 1_000_000] as const;
/** Living conversations, and how uneven they are: message counts fall with the rank to this power. */
export const conversations = 1_000_000;
export const exponent = 0.5;
const seed = 20_261_124;
const warmUpSeconds = 5;
const troubleAt = 10;

export interface Answer {
  readonly perSecond: number;
  readonly plan: Plan;
  readonly calm: Simulated;
  readonly stop: Simulated;
  readonly loss: Simulated;
}

export const stageCostsOf = ({ stages }: StageCosts): readonly StageCost[] =>
  (['clean', 'normalise', 'analyse', 'index'] as const).map((name) => ({ name, micros: stages[name] }));

/** Seconds from the death of a worker until its partitions move again: as measured, on whole seconds as the simulation counts. */
export const noticedAfter = ({ stops }: StageCosts): number => Math.max(1, Math.ceil(stops.partition));
export const stopFor = 3;

/** The analysing stage is the one that stops or loses a worker: it has the most of them. */
export const answer = (perSecond: number, measured: StageCosts): Answer => {
  const keys = zipfShares(conversations, exponent);
  const plan = planFor(perSecond, stageCostsOf(measured), keys[0] ?? 0);
  const stage = plan.stages.findIndex(({ name }) => name === 'analyse');
  const run = (trouble: Trouble): Simulated =>
    simulate({
      perSecond,
      shares: partitionShares(keys, plan.partitions),
      stages: plan.stages,
      seconds: perSecond > 100_000 ? 60 : 120,
      warmUpSeconds,
      tickMs: perSecond > 100_000 ? 20 : 10,
      trouble,
      seed,
    });
  return {
    perSecond,
    plan,
    calm: run({ tag: 'none' }),
    stop: run({ tag: 'stop', stage, at: troubleAt, seconds: stopFor }),
    loss: run({ tag: 'loss', stage, at: troubleAt, seconds: noticedAfter(measured) }),
  };
};

/** What a single lane can do: a worker of the slowest stage, alone. */
export const laneLimit = (measured: StageCosts): { readonly perSecond: number; readonly stage: string } => {
  const slowest = stageCostsOf(measured).reduce((most, stage) => (stage.micros > most.micros ? stage : most));
  return { perSecond: 1e6 / slowest.micros, stage: slowest.name };
};

/** Most messages a second before the hottest of a million conversations keeps a worker busy. */
export const hotLimits = (
  measured: StageCosts,
): readonly { readonly exponent: number; readonly share: number; readonly perSecond: number }[] =>
  [0.5, 0.7, 0.9, 1.1].map((power) => {
    const share = zipfShares(conversations, power)[0] ?? 0;
    return { exponent: power, share, perSecond: laneLimit(measured).perSecond / share };
  });
