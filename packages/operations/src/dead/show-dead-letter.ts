import type { DeadLetter } from '@earshot/model';
import type { DeadLetterBook } from './dead-letter-book.ts';
import type { LetterState } from './letter-columns.ts';
import { originalOf } from './original.ts';

/** A letter with its original. Holds personal data: for admins, never for logs. */
export interface ShownLetter {
  readonly state: LetterState;
  /** As it is kept; `value` is base64. */
  readonly letter: DeadLetter;
  /** The original where it is UTF-8: parsed where it is JSON, else the text. Absent for other bytes, and where it is gone. */
  readonly original?: unknown;
  /** Retention took the original that the letter had no room for: it cannot be retried. */
  readonly gone: boolean;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

const readable = (value: Uint8Array): { original?: unknown } => {
  let text: string;
  try {
    text = utf8.decode(value);
  } catch {
    return {};
  }
  try {
    return { original: JSON.parse(text) as unknown };
  } catch {
    return { original: text };
  }
};

/** Null where there is no such letter. */
export const showDeadLetter = async (book: DeadLetterBook, id: string): Promise<ShownLetter | null> => {
  await book.refresh();
  const row = book.letters.find(id);
  const letter = row === null ? null : await book.read(row);
  if (row === null || letter === null) return null;
  const { state } = book.letters.get(row);
  const original = await originalOf(book.log, letter);
  if (original.tag === 'gone') return { state, letter, gone: true };
  return { state, letter, gone: false, ...readable(original.record.value) };
};
