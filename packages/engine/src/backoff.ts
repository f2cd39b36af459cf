import type { Clock } from '@earshot/platform';

/** Delay before attempt n + 1: `baseMs` doubled n times, at most `maxMs`, of which a random half is taken off. */
export interface Backoff {
  readonly baseMs: number;
  readonly maxMs: number;
}

/** Half to all of the exponential delay: equal failures do not come back in step. `failures` counts from 1. */
export const delayOf = ({ baseMs, maxMs }: Backoff, failures: number, clock: Pick<Clock, 'random'>): number =>
  Math.min(maxMs, baseMs * 2 ** Math.min(failures - 1, 40)) * (0.5 + clock.random() / 2);
