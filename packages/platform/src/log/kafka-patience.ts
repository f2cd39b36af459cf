import type { Clock } from '../clock/port.ts';

const pauseMs = 100;
const tries = 100;

/**
 * Repeats what fails while a cluster changes: a coordinator that is being elected, a topic that not every broker has heard of. Some requests
 * of kafkajs's admin give up at once where its producers and consumers wait, and call retriable errors by another name.
 * @throws the last error of kafkajs after ten seconds, any other error at once
 */
export const patiently = async <T>(clock: Pick<Clock, 'sleep'>, work: () => Promise<T>): Promise<T> => {
  for (let at = 1; ; at += 1) {
    try {
      return await work();
    } catch (error) {
      if (at === tries || !(error as Error).name.startsWith('KafkaJS')) throw error;
      await clock.sleep(pauseMs);
    }
  }
};
