import type { Clock, Log } from '@earshot/platform';
import { pipelineGroup } from '../embedded/messages.ts';

const lookEveryMs = 50;

/** Waits until the pipeline has finished everything that the raw topic holds. */
export const untilIndexed = async (log: Log, clock: Clock, onProgress: (waiting: number) => void): Promise<void> => {
  for (;;) {
    const { records } = await log.lag('raw', pipelineGroup);
    onProgress(records);
    if (records === 0) return;
    await clock.sleep(lookEveryMs);
  }
};
