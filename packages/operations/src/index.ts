export { type DeadLetterBook, type DeadLetterLog, openDeadLetterBook } from './dead/dead-letter-book.ts';
export { discardDeadLetters, type DiscardReport } from './dead/discard-dead-letters.ts';
export { openReceiptBook, type ReceiptBook } from './dead/find-by-receipt.ts';
export { letterStates, type LetterState } from './dead/letter-columns.ts';
export { type DeadLetterFilter, listDeadLetters, type ListedGroup } from './dead/list-dead-letters.ts';
export { retryDeadLetters, type RetryReport } from './dead/retry-dead-letters.ts';
export type { LetterSelector } from './dead/selected-letters.ts';
export { showDeadLetter, type ShownLetter } from './dead/show-dead-letter.ts';
