import type { Clock } from '@earshot/platform';
import { seededRandom } from './random.ts';

/** A clock that stands still until the test moves it. */
export interface ManualClock extends Clock {
  /** Moves time; sleepers whose time has come wake in the order of their times. */
  advance(ms: number): Promise<void>;
  /** Moves to the next sleeper and wakes it; false when nobody sleeps. */
  advanceToNext(): boolean;
  /** How many sleep. */
  sleepers(): number;
}

interface Sleeper {
  readonly at: number;
  wake(): void;
}

const start = Date.parse('2026-03-02T08:00:00.000Z');

// A macrotask lets every promise that is ready settle first.
const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

export const manualClock = (now: number = start, seed = 1): ManualClock => {
  const random = seededRandom(seed);
  const sleeping = new Set<Sleeper>();
  let time = now;
  const earliest = (): Sleeper | undefined => {
    let first: Sleeper | undefined;
    for (const sleeper of sleeping) if (first === undefined || sleeper.at < first.at) first = sleeper;
    return first;
  };
  const wake = (sleeper: Sleeper): void => {
    time = Math.max(time, sleeper.at);
    sleeping.delete(sleeper);
    sleeper.wake();
  };
  return {
    now: () => time,
    elapsed: () => time - now,
    random: () => random.next(),
    sleepers: () => sleeping.size,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const refuse = (): void => {
          sleeping.delete(sleeper);
          reject(new DOMException('The sleep was aborted', 'AbortError'));
        };
        const sleeper: Sleeper = {
          at: time + Math.max(0, ms),
          wake: () => {
            signal?.removeEventListener('abort', refuse);
            resolve();
          },
        };
        if (signal?.aborted === true) {
          refuse();
          return;
        }
        signal?.addEventListener('abort', refuse, { once: true });
        sleeping.add(sleeper);
      }),
    advance: async (ms) => {
      const until = time + ms;
      await settled();
      for (let next = earliest(); next !== undefined && next.at <= until; next = earliest()) {
        wake(next);
        await settled();
      }
      time = until;
    },
    advanceToNext: () => {
      const next = earliest();
      if (next === undefined) return false;
      wake(next);
      return true;
    },
  };
};
