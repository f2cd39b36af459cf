import type { Clock } from '@earshot/platform';
import { InjectedFault } from '../faults.ts';
import { seededRandom, type SeededRandom } from '../random.ts';

/** A simulated process: dead, it never goes on from any await. */
export interface SimProcess {
  readonly name: string;
  alive: boolean;
}

interface Waiter {
  readonly process: SimProcess;
  /** Virtual time; null for a step that may be taken at any time. */
  readonly at: number | null;
  go(): void;
}

/** One thread, virtual time, and a seed that decides who goes next: the same seed gives the same run. */
export interface SimScheduler {
  readonly random: SeededRandom;
  now(): number;
  /** Settles when the seed picks it; never once the process is dead. */
  point(process: SimProcess): Promise<void>;
  /** A remote call: may fail before or after its effect, and the process may die before, between or after. */
  call<T>(process: SimProcess, place: string, effect: () => T): Promise<T>;
  /** Chance that a call fails; 0 heals the world. */
  setFaults(probability: number): void;
  clockOf(process: SimProcess): Clock;
  /**
   * Steps until `done`; `between` runs before each step.
   * @throws Error after `maxSteps`
   */
  run(done: () => boolean, between: () => void, maxSteps: number): Promise<void>;
}

const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

const start = Date.parse('2026-03-02T08:00:00.000Z');

export const simScheduler = (seed: number): SimScheduler => {
  const random = seededRandom(seed);
  let waiters: Waiter[] = [];
  let time = start;
  let faults = 0;

  const wait = (process: SimProcess, at: number | null, signal?: AbortSignal): Promise<void> =>
    process.alive
      ? new Promise((resolve, reject) => {
          const refuse = (): void => {
            waiters = waiters.filter((each) => each !== waiter);
            reject(new DOMException('The sleep was aborted', 'AbortError'));
          };
          const waiter: Waiter = {
            process,
            at,
            go: () => {
              signal?.removeEventListener('abort', refuse);
              resolve();
            },
          };
          waiters.push(waiter);
          if (signal?.aborted === true) refuse();
          else signal?.addEventListener('abort', refuse, { once: true });
        })
      : never();

  const fail = (place: string): void => {
    if (faults > 0 && random.chance(faults)) throw new InjectedFault(place);
  };

  const choose = (): Waiter | undefined => {
    const ready = waiters.filter(({ at }) => at === null || at <= time);
    if (ready.length > 0 && !random.chance(0.05)) return random.pick(ready);
    const timed = waiters.filter(({ at }) => at !== null).sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
    const [first] = timed;
    // Time may pass while calls are under way, but not by a deadline at once.
    const soon = first?.at !== null && first !== undefined && first.at - time <= 1000;
    return soon || ready.length === 0 ? first : random.pick(ready);
  };

  return {
    random,
    now: () => time,
    point: (process) => wait(process, null),
    call: async (process, place, effect) => {
      await wait(process, null);
      fail(place);
      const result = effect();
      await wait(process, null);
      fail(place);
      return result;
    },
    setFaults: (probability) => {
      faults = probability;
    },
    clockOf: (process) => ({
      now: () => time,
      elapsed: () => time - start,
      random: () => random.next(),
      sleep: (ms, signal) => wait(process, time + Math.max(0, ms), signal),
    }),
    run: async (done, between, maxSteps) => {
      for (let step = 0; ; step += 1) {
        await settled();
        if (done()) return;
        if (step >= maxSteps) throw new Error(`not done after ${maxSteps} steps`);
        between();
        waiters = waiters.filter(({ process }) => process.alive);
        const next = choose();
        // Everybody waits: only the world outside can change that, `between` steps.
        if (next === undefined) continue;
        waiters = waiters.filter((each) => each !== next);
        if (next.at !== null) time = Math.max(time, next.at);
        next.go();
      }
    },
  };
};
