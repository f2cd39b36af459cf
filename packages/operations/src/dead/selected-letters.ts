import type { DeadLetter } from '@earshot/model';
import type { DeadLetterBook } from './dead-letter-book.ts';
import { readEntry } from './read-entry.ts';

/** Which letters an action means. */
export type LetterSelector = { readonly fingerprint: string } | { readonly ids: readonly string[] } | { readonly all: true };

export interface Selected {
  readonly letter: DeadLetter;
  readonly row: number;
}

/** What a selection found besides the open letters. */
export interface SelectionCounts {
  /** Decided already, by a retry or a discard before. */
  resolved: number;
  /** Ids that no letter has. */
  unknown: number;
}

async function* byIds(book: DeadLetterBook, ids: readonly string[], counts: SelectionCounts): AsyncGenerator<Selected> {
  for (const id of new Set(ids)) {
    const row = book.letters.find(id);
    const letter = row === null ? null : await book.read(row);
    if (row === null || letter === null) counts.unknown += 1;
    else if (book.letters.get(row).state !== 'open') counts.resolved += 1;
    else yield { letter, row };
  }
}

async function* byGroup(book: DeadLetterBook, fingerprint: string | null, counts: SelectionCounts): AsyncGenerator<Selected> {
  const wanted = (group: number | null): boolean =>
    group !== null && (fingerprint === null || book.groups[group]?.fingerprint === fingerprint);
  for await (const { value, partition, offset } of book.log.scan('dead')) {
    const letter = readEntry(value);
    if (letter?.schema !== 'dead/1') continue;
    const row = book.letters.find(letter.id);
    if (row === null) continue;
    const known = book.letters.get(row);
    // A second copy of a letter is the same letter.
    if (known.partition !== partition || known.offset !== offset || !wanted(known.group)) continue;
    if (known.state === 'open') yield { letter, row };
    else counts.resolved += 1;
  }
}

/** The open letters of a selection, as of the book's last refresh, in the order of the topic; the others are counted. */
export const selectedLetters = (book: DeadLetterBook, selector: LetterSelector, counts: SelectionCounts): AsyncGenerator<Selected> => {
  if ('ids' in selector) return byIds(book, selector.ids, counts);
  return byGroup(book, 'fingerprint' in selector ? selector.fingerprint : null, counts);
};
