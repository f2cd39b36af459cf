import type { Clock } from './port.ts';

export interface Waiter {
  /** Ends the sleep under way, or the next one when none is. */
  readonly wake: () => void;
  /** Settles after `ms` or on `wake`. */
  sleep(clock: Clock, ms: number): Promise<void>;
}

/** A sleep that others can end; a wake that comes between two sleeps is not lost. For one sleeper. */
export const waiter = (): Waiter => {
  let woken = false;
  let end: (() => void) | undefined;
  return {
    wake: () => {
      woken = true;
      end?.();
    },
    sleep: async (clock, ms) => {
      if (!woken) {
        const nap = new AbortController();
        end = () => nap.abort();
        await clock.sleep(ms, nap.signal).catch(() => undefined);
        end = undefined;
      }
      woken = false;
    },
  };
};
