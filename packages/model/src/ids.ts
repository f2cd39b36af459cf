import { createHash } from 'node:crypto';

/** Identity of a source message: the same message from the same account has the same id for ever. */
export interface SourceIdentity {
  readonly connector: string;
  readonly account: string;
  readonly sourceId: string;
}

// A field separator that cannot occur in the parts keeps ("ab","c") and ("a","bc") apart.
const joined = (parts: readonly string[]): string => parts.map((part) => `${part.length}:${part}`).join('');

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 27);

/** 160 bits of SHA-256 over the source identity, base64url, behind `fb_`. */
export const feedbackId = ({ connector, account, sourceId }: SourceIdentity): string =>
  `fb_${digest(joined([connector, account, sourceId]))}`;

/** Partition key of all messages of one conversation; scoped to its connector and account. */
export const conversationKey = (connector: string, account: string, thread: string): string =>
  `cv_${digest(joined([connector, account, thread]))}`;

/** A replay generation is below this; it is the lower part of a document's version. */
export const generationLimit = 2 ** 20;

/**
 * External version of a document: newer revisions win over older ones, a deliberate replay over the run before it.
 * @throws RangeError when a part is no safe non-negative integer
 */
export const documentVersion = (revision: number, generation: number): number => {
  if (!Number.isInteger(revision) || revision < 0 || revision >= 2 ** 32) {
    throw new RangeError(`revision ${revision} is not an integer in [0, 2^32)`);
  }
  if (!Number.isInteger(generation) || generation < 0 || generation >= generationLimit) {
    throw new RangeError(`generation ${generation} is not an integer in [0, ${generationLimit})`);
  }
  return revision * generationLimit + generation;
};
