import { type DeadLetter, type Topic, topicNames } from '@earshot/model';
import type { NewRecord } from '@earshot/platform';
import type { DeadLetterLog } from './dead-letter-book.ts';

/** The record that died, or why it cannot be had. */
export type Original =
  | { readonly tag: 'record'; readonly topic: Topic; readonly record: NewRecord }
  /** The letter has no room for the value, and retention took the record from its place. */
  | { readonly tag: 'gone' };

/**
 * The original of a letter: from the letter itself, or from the place that it names. A letter that came from another log has its own id
 * and no place here.
 */
export const originalOf = async (log: Pick<DeadLetterLog, 'read'>, letter: DeadLetter): Promise<Original> => {
  const { key, headers, value, partition, offset } = letter;
  const topic = topicNames.find((name) => name === letter.topic);
  if (topic === undefined) return { tag: 'gone' };
  if (value !== '') return { tag: 'record', topic, record: { key, headers, value: Buffer.from(value, 'base64') } };
  if (letter.id !== `${topic}/${partition}/${offset}`) return { tag: 'gone' };
  const found = await log.read(topic, partition, offset);
  if (found === null || found.key !== key) return { tag: 'gone' };
  return { tag: 'record', topic, record: { key: found.key, headers: found.headers, value: found.value } };
};
