import type { Clock, Telemetry } from '@earshot/platform';
import type { FolderPorts } from './folder-ports.ts';

const everyMs = 600_000;

/** Takes what retention and windows have let go out of the stores, now and then. @returns what stops it */
export const startUpkeep = ({ log, seen }: FolderPorts, clock: Clock, telemetry: Telemetry): (() => Promise<void>) => {
  const stop = new AbortController();
  const work = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await clock.sleep(everyMs, stop.signal).catch(() => undefined);
      if (stop.signal.aborted) return;
      try {
        const records = await log.expire(clock.now());
        const claims = await seen.expire(clock.now());
        telemetry.log('info', 'upkeep', { records, claims });
      } catch (error) {
        telemetry.log('warn', 'upkeep-failed', { reason: error instanceof Error ? error.name : 'unknown' });
      }
    }
  };
  const running = work();
  return async () => {
    stop.abort();
    await running;
  };
};
