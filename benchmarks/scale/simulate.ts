import { poisson, seeded } from './random.ts';
import { openStage, type StagePlan } from './stage-queue.ts';

/** One thing that goes wrong, at a second of the run. */
export type Trouble =
  | { readonly tag: 'none' }
  /** The workers of a stage stop for some seconds: an eager rebalance. */
  | { readonly tag: 'stop'; readonly stage: number; readonly at: number; readonly seconds: number }
  /** One worker of a stage is killed: its partitions wait until that is noticed, then go to the others. */
  | { readonly tag: 'loss'; readonly stage: number; readonly at: number; readonly seconds: number };

export interface Scenario {
  readonly perSecond: number;
  /** Share of the traffic of each partition; every stage's topic has the same partitions. */
  readonly shares: Float64Array;
  readonly stages: readonly StagePlan[];
  readonly seconds: number;
  /** Not counted, until the queues have their usual lengths. */
  readonly warmUpSeconds: number;
  readonly tickMs: number;
  readonly trouble: Trouble;
  readonly seed: number;
}

export interface Simulated {
  /** Milliseconds from entry to the end of the last stage: waiting and working, without the network. */
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  /** Most messages that were on their way at once, over all stages. */
  readonly lag: number;
  /** Messages still on their way at the end; at more than a second's worth the plan does not keep up. */
  readonly left: number;
  readonly entered: number;
  /** Part of the time that each stage's processors work, in [0, 1]. */
  readonly utilisation: readonly number[];
}

const percentileOf = (histogram: Float64Array, total: number, share: number): number => {
  let sum = 0;
  for (const [ticks, count] of histogram.entries()) {
    sum += count;
    if (sum >= total * share) return ticks;
  }
  return histogram.length - 1;
};

type Stage = ReturnType<typeof openStage>;

const troubleAt = (trouble: Trouble, stages: readonly Stage[], second: number): void => {
  if (trouble.tag === 'none') return;
  const stage = stages[trouble.stage];
  const begins = second === trouble.at;
  const ends = second === trouble.at + trouble.seconds;
  if (trouble.tag === 'stop') {
    if (begins) stage?.halt(true);
    else if (ends) stage?.halt(false);
  } else if (begins) stage?.lose(0);
  else if (ends) stage?.spread();
};

/** Discrete time: each tick messages come to the first stage, and what a stage has done the next one may take in the next tick. */
export const simulate = ({ perSecond, shares, stages: plans, seconds, warmUpSeconds, tickMs, trouble, seed }: Scenario): Simulated => {
  const random = seeded(seed);
  const stages = plans.map((plan) => openStage(plan, shares.length, tickMs));
  const ticks = Math.round((seconds * 1000) / tickMs);
  const warm = Math.round((warmUpSeconds * 1000) / tickMs);
  const histogram = new Float64Array(ticks + 1);
  let entered = 0;
  let done = 0;
  let counted = 0;
  let lag = 0;
  for (let tick = 0; tick < ticks; tick += 1) {
    troubleAt(trouble, stages, (tick * tickMs) / 1000);
    // The last stage first: what it is given in a tick waits for the next one.
    for (let at = stages.length - 1; at >= 0; at -= 1) {
      stages[at]?.work((partition, origin, count) => {
        const next = stages[at + 1];
        if (next !== undefined) {
          next.add(partition, origin, count);
          return;
        }
        done += count;
        if (origin < warm) return;
        counted += count;
        const age = tick - origin;
        histogram[age] = (histogram[age] ?? 0) + count;
      });
    }
    for (const [partition, share] of shares.entries()) {
      const count = poisson((perSecond * share * tickMs) / 1000, random);
      entered += count;
      stages[0]?.add(partition, tick, count);
    }
    if (tick >= warm) lag = Math.max(lag, entered - done);
  }
  const longest = histogram.findLastIndex((count) => count > 0);
  return {
    p50: percentileOf(histogram, counted, 0.5) * tickMs,
    p99: percentileOf(histogram, counted, 0.99) * tickMs,
    longest: Math.max(0, longest) * tickMs,
    lag,
    left: entered - done,
    entered,
    utilisation: stages.map((stage, at) => (stage.worked() * (plans[at]?.micros ?? 0)) / (seconds * 1e6 * (plans[at]?.workers ?? 1))),
  };
};
