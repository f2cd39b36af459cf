import { type Clock, type Log, recordsUnderWay } from '@earshot/platform';

const lookEveryMs = 50;

/** Waits until everything that was accepted is in the index, or dead. */
export const untilIndexed = async (log: Pick<Log, 'lag'>, clock: Clock, onProgress: (waiting: number) => void): Promise<void> => {
  for (;;) {
    const records = await recordsUnderWay(log);
    onProgress(records);
    if (records === 0) return;
    await clock.sleep(lookEveryMs);
  }
};
