import { openLane } from './lane.ts';

export interface StagePlan {
  readonly name: string;
  /** Processor time of one message, microseconds. */
  readonly micros: number;
  readonly workers: number;
}

export interface StageQueue {
  add(partition: number, origin: number, count: number): void;
  /** One tick of work; a worker is one processor and shares it among its partitions by turns, and what one leaves another takes. */
  work(tell: (partition: number, origin: number, count: number) => void): void;
  /** Nobody works, or again. */
  halt(halted: boolean): void;
  /** One worker is gone: nobody works on its partitions, until `spread` gives them to the others. */
  lose(worker: number): void;
  spread(): void;
  waiting(): number;
  /** Messages that were worked on. */
  worked(): number;
}

const slice = 16;

/** Partitions go to workers as a group's round-robin assigns them: shares differ by one at most. */
export const openStage = ({ micros, workers }: StagePlan, partitions: number, tickMs: number): StageQueue => {
  const lanes = Array.from({ length: partitions }, openLane);
  const perTick = (tickMs * 1000) / micros;
  const lost = new Set<number>();
  const credits = new Float64Array(workers);
  let halted = false;
  let worked = 0;
  let waiting = 0;
  const assigned = (living: readonly number[]): Map<number, number[]> => {
    const shares = new Map(living.map((worker): [number, number[]] => [worker, []]));
    for (let partition = 0; partition < partitions; partition += 1) shares.get(living[partition % living.length] ?? 0)?.push(partition);
    return shares;
  };
  let shares = assigned(Array.from({ length: workers }, (_, at) => at));

  const turn = (worker: number, mine: readonly number[], tell: (partition: number, origin: number, count: number) => void): void => {
    // A processor that had nothing to do cannot save its time up.
    let credit = Math.min((credits[worker] ?? 0) + perTick, perTick + slice);
    for (let busy = true; busy && credit >= 1; ) {
      busy = false;
      for (const partition of mine) {
        const lane = lanes[partition];
        if (lane === undefined || lane.waiting() === 0 || credit < 1) continue;
        const taken = lane.take(Math.min(slice, Math.floor(credit)), (origin, count) => tell(partition, origin, count));
        credit -= taken;
        worked += taken;
        waiting -= taken;
        busy ||= taken > 0;
      }
      // The one whose turn was cut off comes first next time.
    }
    credits[worker] = credit;
  };

  return {
    add: (partition, origin, count) => {
      lanes[partition]?.add(origin, count);
      waiting += count;
    },
    work: (tell) => {
      if (halted) return;
      for (const [worker, mine] of shares) if (!lost.has(worker)) turn(worker, mine, tell);
    },
    halt: (now) => {
      halted = now;
    },
    lose: (worker) => {
      lost.add(worker);
    },
    spread: () => {
      shares = assigned([...shares.keys()].filter((worker) => !lost.has(worker)));
    },
    waiting: () => waiting,
    worked: () => worked,
  };
};
