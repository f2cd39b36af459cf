import type { Clock } from './port.ts';

export interface Waiter {
  /** Ends the sleep under way, or the next one when none is. */
  readonly wake: () => void;
  /** Settles after `ms`, on `wake` or when the signal aborts. */
  sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void>;
}

/** A sleep that others can end; a wake that comes between two sleeps is not lost. */
export const waiter = (): Waiter => {
  let woken = false;
  let end: (() => void) | undefined;
  return {
    wake: () => {
      woken = true;
      end?.();
    },
    sleep: async (clock, ms, signal) => {
      if (!woken && !signal.aborted) {
        const nap = new AbortController();
        end = () => nap.abort();
        await clock.sleep(ms, AbortSignal.any([nap.signal, signal])).catch(() => undefined);
        end = undefined;
      }
      woken = false;
    },
  };
};
