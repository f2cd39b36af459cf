import { type Topic, wayTopics } from '@earshot/model';
import type { GroupName, Log } from './port.ts';

/**
 * The consumer group that takes a topic's records on. Named after the topic and not after the worker: whether stages run fused or apart,
 * there is one position per topic, and a change from one to the other goes on where the other stopped.
 */
export const groupOf = (topic: Topic): GroupName => `earshot.${topic}`;

/**
 * Records that are accepted and not yet in the index. Asked in the order of the way: a record that moves on meanwhile counts twice, never not
 * at all.
 */
export const recordsUnderWay = async (log: Pick<Log, 'lag'>): Promise<number> => {
  let records = 0;
  for (const topic of wayTopics) records += (await log.lag(topic, groupOf(topic))).records;
  return records;
};

/** Age of the oldest record that is accepted and not yet in the index, seconds. */
export const secondsUnderWay = async (log: Pick<Log, 'lag'>): Promise<number> => {
  const lags = await Promise.all(wayTopics.map((topic) => log.lag(topic, groupOf(topic))));
  return Math.max(...lags.map(({ seconds }) => seconds));
};
