import type { DeadLetter } from '@earshot/model';

// CloudEvents extension attributes: names of lower-case letters and digits.
const origin = 'ce_retryof';
const attempts = 'ce_retryattempts';
const mostAttempts = 1_000_000;

/** Tries of a record before it was appended again from its dead letter; 0 where it never was. Never throws. */
export const attemptsBefore = (headers: Readonly<Record<string, string>>): number => {
  const text = headers[attempts];
  if (text === undefined || !/^\d{1,7}$/u.test(text)) return 0;
  return Math.min(Number(text), mostAttempts);
};

/** Headers of a record that is appended again: which letter it comes from, and how often it was tried. Not longer after many retries. */
export const retryHeaders = (
  letter: Pick<DeadLetter, 'id' | 'attempts'>,
  headers: Readonly<Record<string, string>>,
): Record<string, string> => ({ ...headers, [origin]: letter.id, [attempts]: String(letter.attempts) });
