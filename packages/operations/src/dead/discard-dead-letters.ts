import { type ActionOptions, actOnLetters } from './act-on-letters.ts';
import type { DeadLetterBook } from './dead-letter-book.ts';
import { type Decision, resolveLetters } from './resolve-letters.ts';
import type { LetterSelector } from './selected-letters.ts';

export interface DiscardReport {
  /** Closed for good, or would be. */
  readonly discarded: number;
  /** Decided before. */
  readonly skipped: number;
  /** Ids that no letter has. */
  readonly unknown: number;
}

/** Closes letters without running them again; they stay in the topic until its retention takes them. */
export const discardDeadLetters = async (
  book: DeadLetterBook,
  selector: LetterSelector,
  options: ActionOptions & Decision,
): Promise<DiscardReport> => {
  const { taken, resolved, unknown } = await actOnLetters(book, selector, options, async (letters) => {
    await resolveLetters(book, letters, 'discarded', options);
    return letters.length;
  });
  return { discarded: taken, skipped: resolved, unknown };
};
