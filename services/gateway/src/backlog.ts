import { fault } from '@earshot/model';
import { type Clock, type GroupName, type Log, RequestFault } from '@earshot/platform';

export interface BacklogOptions {
  readonly log: Log;
  readonly clock: Clock;
  /** The group whose lag counts: the one that takes raw records. */
  readonly group: GroupName;
  /** Intake stops while the oldest waiting record is older than this, seconds. */
  readonly maxSeconds: number;
}

const measureEveryMs = 1000;

/** A gate that pushes back to the sender while processing lags behind: 429 with Retry-After from the measured lag. */
export const backlogGate = ({ log, clock, group, maxSeconds }: BacklogOptions): (() => Promise<void>) => {
  let measuredAt = Number.NEGATIVE_INFINITY;
  let seconds = 0;
  return async () => {
    if (clock.elapsed() - measuredAt >= measureEveryMs) {
      measuredAt = clock.elapsed();
      seconds = (await log.lag('raw', group)).seconds;
    }
    if (seconds <= maxSeconds) return;
    const retryAfter = Math.max(1, Math.ceil(seconds - maxSeconds));
    throw new RequestFault(fault('err:platform:capacity:overloaded', { detail: `processing is ${Math.round(seconds)} s behind` }), {
      headers: { 'retry-after': `${retryAfter}` },
    });
  };
};
