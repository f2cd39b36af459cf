import { createHash } from 'node:crypto';
import type { DeadLetter } from '@earshot/model';
import { type BookOptions, type DeadLetterBook, type DeadLetterLog, openDeadLetterBook } from './dead-letter-book.ts';

/** A receipt in 48 bits: two of them may share a number, so that the letter itself is asked. */
const numberOf = (receipt: string): number => createHash('sha256').update(receipt).digest().readUIntBE(0, 6);

const receiptOf = ({ value }: DeadLetter): string | undefined => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(value, 'base64').toString('utf8'));
    if (typeof parsed !== 'object' || parsed === null || !('receipt' in parsed)) return undefined;
    return typeof parsed.receipt === 'string' ? parsed.receipt : undefined;
  } catch {
    return undefined;
  }
};

/** A book that also knows letters by the receipt of their message. */
export interface ReceiptBook extends DeadLetterBook {
  /** The newest letter of a receipt that nobody sent again; null where there is none. */
  byReceipt(receipt: string): Promise<DeadLetter | null>;
}

/** Reads each letter once, however often it is asked. */
export const openReceiptBook = (log: DeadLetterLog): ReceiptBook => {
  const rows = new Map<number, number | number[]>();
  const onLetter: BookOptions['onLetter'] = (row, letter) => {
    const receipt = receiptOf(letter);
    if (receipt === undefined) return;
    const number = numberOf(receipt);
    const known = rows.get(number);
    rows.set(number, known === undefined ? row : typeof known === 'number' ? [known, row] : [...known, row]);
  };
  const book = openDeadLetterBook(log, { onLetter });
  return {
    ...book,
    byReceipt: async (receipt) => {
      await book.refresh();
      const known = rows.get(numberOf(receipt)) ?? [];
      for (const row of (typeof known === 'number' ? [known] : known).toReversed()) {
        if (book.letters.get(row).state === 'retried') continue;
        const letter = await book.read(row);
        if (letter !== null && receiptOf(letter) === receipt) return letter;
      }
      return null;
    },
  };
};
