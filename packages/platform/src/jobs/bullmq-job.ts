import { createHash } from 'node:crypto';
import type { NewJob } from './port.ts';

/** What a BullMQ job carries. */
export interface StoredJob {
  readonly key: string;
  readonly runAt: number;
  readonly data: NewJob['data'];
  /** Starts that no longer count: attempt = starts - uncounted. */
  readonly uncounted: number;
}

/** BullMQ refuses ':' in a queue's name; two kinds never share a name. */
export const queueNameOf = (kind: string): string => encodeURIComponent(kind);

/** Keys may be long and hold anything, BullMQ's ids may not. */
export const keyIdOf = (key: string): string => createHash('sha256').update(key).digest('base64url');

/** BullMQ packs the time of a delayed job into 41 bits: no job may wait beyond 2039. */
const lastTime = 2 ** 41 - 1;

/** From the time of the given clock to that of BullMQ, which goes by the machine's. */
export const delayUntil = (runAt: number, now: number, machineNow: number): number =>
  Math.max(0, Math.min(Math.ceil(runAt - now), lastTime - machineNow));
