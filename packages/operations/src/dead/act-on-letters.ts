import type { DeadLetterBook } from './dead-letter-book.ts';
import { type LetterSelector, type Selected, selectedLetters, type SelectionCounts } from './selected-letters.ts';

export interface ActionOptions {
  /** Counts, changes nothing. */
  readonly dryRun?: boolean;
  /** Letters at most; the others stay open. */
  readonly limit?: number;
}

export interface ActionCounts extends SelectionCounts {
  /** Open letters that the action took, or would take. */
  taken: number;
}

const batch = { items: 200, bytes: 4 * 1_048_576 };

/** Hands the open letters of a selection over in batches, bounded in items and bytes. */
export const actOnLetters = async (
  book: DeadLetterBook,
  selector: LetterSelector,
  { dryRun = false, limit = Number.POSITIVE_INFINITY }: ActionOptions,
  act: (letters: readonly Selected[]) => Promise<number>,
): Promise<ActionCounts> => {
  await book.refresh();
  const counts: ActionCounts = { taken: 0, resolved: 0, unknown: 0 };
  let pending: Selected[] = [];
  let bytes = 0;
  let chosen = 0;
  const flush = async (): Promise<void> => {
    const letters = pending;
    pending = [];
    bytes = 0;
    if (letters.length > 0) counts.taken += dryRun ? letters.length : await act(letters);
  };
  for await (const selected of selectedLetters(book, selector, counts)) {
    if (chosen >= limit) break;
    chosen += 1;
    pending.push(selected);
    bytes += selected.letter.value.length;
    if (pending.length >= batch.items || bytes >= batch.bytes) await flush();
  }
  await flush();
  if (!dryRun) await book.refresh();
  return counts;
};
