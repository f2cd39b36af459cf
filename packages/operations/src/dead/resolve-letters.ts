import type { DeadLetter, Resolution } from '@earshot/model';
import type { Clock, NewRecord } from '@earshot/platform';
import type { DeadLetterBook } from './dead-letter-book.ts';
import type { Selected } from './selected-letters.ts';

/** Who decides, when, and why. */
export interface Decision {
  readonly clock: Pick<Clock, 'now'>;
  readonly by: string;
  readonly reason?: string;
}

const encode = (letter: DeadLetter, action: Resolution['action'], { clock, by, reason }: Decision): NewRecord => {
  const value: Resolution = {
    schema: 'resolution/1',
    letter: letter.id,
    action,
    at: new Date(clock.now()).toISOString(),
    by,
    ...(reason === undefined ? {} : { reason }),
  };
  return { key: letter.key, value: Buffer.from(JSON.stringify(value)), headers: { 'content-type': 'application/json' } };
};

/** Writes the decisions down; settled when durable. The next refresh of the book finds them in the log. */
export const resolveLetters = async (
  book: DeadLetterBook,
  letters: readonly Selected[],
  action: Resolution['action'],
  decision: Decision,
): Promise<void> => {
  if (letters.length === 0) return;
  const outcomes = await book.log.append(
    'dead',
    letters.map(({ letter }) => encode(letter, action, decision)),
  );
  if (outcomes.some(({ tag }) => tag === 'refused')) throw new Error('the dead topic refuses a resolution');
};
