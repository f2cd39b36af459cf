import { retryHeaders } from '@earshot/engine';
import type { Topic } from '@earshot/model';
import type { NewRecord } from '@earshot/platform';
import { type ActionOptions, actOnLetters } from './act-on-letters.ts';
import type { DeadLetterBook } from './dead-letter-book.ts';
import { originalOf } from './original.ts';
import { type Decision, resolveLetters } from './resolve-letters.ts';
import type { LetterSelector, Selected } from './selected-letters.ts';

export interface RetryReport {
  /** Appended again, or would be. */
  readonly retried: number;
  /** Decided before: nothing happens twice. */
  readonly skipped: number;
  /** Ids that no letter has. */
  readonly unknown: number;
  /** Letters without their value whose original retention took; they stay open. */
  readonly gone: readonly string[];
  /** How many of `gone` there are; the list is cut at 100. */
  readonly goneCount: number;
}

interface Ready {
  readonly selected: Selected;
  readonly topic: Topic;
  readonly record: NewRecord;
}

const withOrigin = ({ selected: { letter }, record }: Ready): NewRecord => ({ ...record, headers: retryHeaders(letter, record.headers) });

/** A record so close to the size limit that two more headers are too much goes without them. */
const appendAgain = async ({ log }: DeadLetterBook, topic: Topic, ready: readonly Ready[]): Promise<void> => {
  const outcomes = await log.append(topic, ready.map(withOrigin));
  const refused = ready.filter((_, at) => outcomes[at]?.tag === 'refused');
  if (refused.length === 0) return;
  const bare = await log.append(
    topic,
    refused.map(({ record }) => record),
  );
  if (bare.some(({ tag }) => tag === 'refused')) throw new Error(`the topic ${topic} refuses a record that it once held`);
};

/**
 * Appends the originals to the topics they came from, key, value and headers as they were, so that the failed stage runs again and no
 * other; then writes the resolutions. A crash in between appends again at the next retry, which the stages take as a redelivery.
 * What dies again gets a letter of its own, whose attempts go on counting.
 */
export const retryDeadLetters = async (
  book: DeadLetterBook,
  selector: LetterSelector,
  options: ActionOptions & Decision,
): Promise<RetryReport> => {
  const gone: string[] = [];
  let goneCount = 0;
  const retry = async (letters: readonly Selected[]): Promise<number> => {
    const byTopic = new Map<Topic, Ready[]>();
    for (const selected of letters) {
      const original = await originalOf(book.log, selected.letter);
      if (original.tag === 'gone') {
        goneCount += 1;
        if (gone.length < 100) gone.push(selected.letter.id);
        continue;
      }
      const ready = byTopic.get(original.topic) ?? [];
      byTopic.set(original.topic, ready);
      ready.push({ selected, ...original });
    }
    let retried = 0;
    for (const [topic, ready] of byTopic) {
      await appendAgain(book, topic, ready);
      await resolveLetters(
        book,
        ready.map(({ selected }) => selected),
        'retried',
        options,
      );
      retried += ready.length;
    }
    return retried;
  };
  const { taken, resolved, unknown } = await actOnLetters(book, selector, options, retry);
  return { retried: taken, skipped: resolved, unknown, gone, goneCount };
};
