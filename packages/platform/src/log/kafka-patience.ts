import type { Clock } from '../clock/port.ts';

const pauseMs = 100;
const tries = 50;

/**
 * Repeats what the broker calls retriable, such as a coordinator that is being elected: some requests of kafkajs's admin give up at once
 * where its producers and consumers wait.
 * @throws the last error after five seconds, any other error at once
 */
export const patiently = async <T>(clock: Pick<Clock, 'sleep'>, work: () => Promise<T>): Promise<T> => {
  for (let at = 1; ; at += 1) {
    try {
      return await work();
    } catch (error) {
      if (at === tries || (error as { retriable?: boolean }).retriable !== true) throw error;
      await clock.sleep(pauseMs);
    }
  }
};
