import type { Clock, Telemetry } from '@earshot/platform';
import { delayOf, type Backoff } from './backoff.ts';

/** Stops a whole stage in an outage and lets it try again, ever less often; nobody's data pays for an outage. */
export interface StagePause {
  isPaused(): boolean;
  /** Failures while it is paused already count as one. */
  fail(reason: string): void;
  /** A flight came through: the outage is over. */
  recover(): void;
}

export interface PauseParts {
  readonly stage: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly backoff: Backoff;
  readonly signal: AbortSignal;
  readonly onResume: () => void;
}

export const stagePause = ({ stage, clock, telemetry, backoff, signal, onResume }: PauseParts): StagePause => {
  let failures = 0;
  let paused = false;
  const rest = async (ms: number): Promise<void> => {
    try {
      await clock.sleep(ms, signal);
    } catch {
      return;
    }
    paused = false;
    onResume();
  };
  return {
    isPaused: () => paused,
    fail: (reason) => {
      if (paused) return;
      failures += 1;
      paused = true;
      telemetry.gauge('earshot_stage_paused', 1, { stage });
      if (failures === 1) telemetry.log('error', 'stage.paused', { stage, reason });
      void rest(delayOf(backoff, failures, clock));
    },
    recover: () => {
      if (failures === 0 || paused) return;
      telemetry.gauge('earshot_stage_paused', 0, { stage });
      telemetry.log('info', 'stage.resumed', { stage, failures });
      failures = 0;
    },
  };
};
