import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from './port.ts';

/** The machine's clock and chance. `sleep` rejects with the signal's AbortError when it is aborted. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: async (ms, signal) => {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  },
  random: () => Math.random(),
};
