import type { Answer, MemoryStep } from '@earshot/engine';
import { ok } from '@earshot/model';
import { packedLikeness } from '@earshot/text';
import type { FingerprintedRecord } from './fingerprint-text.ts';

export interface Compared {
  readonly compared: {
    readonly duplicateOf?: string;
    readonly nearDuplicateOf?: { readonly id: string; readonly likeness: number };
  };
}

export type ComparedRecord = FingerprintedRecord & Compared;

const day = 86_400_000;
const leastLikeness = 0.8;

/** The likest of the first claimers whose likeness is high enough; one band alone may be shared by chance. */
const nearest = (own: string, answers: readonly Answer[], id: string): { id: string; likeness: number } | undefined => {
  let best: { id: string; likeness: number } | undefined;
  const seen = new Set([id]);
  for (const { owner, mine, note } of answers) {
    if (mine || note === undefined || seen.has(owner)) continue;
    seen.add(owner);
    const likeness = packedLikeness(own, note);
    if (likeness >= leastLikeness && likeness > (best?.likeness ?? 0)) best = { id: owner, likeness };
  }
  return best;
};

/**
 * Names the first message of the last 24 hours with the same text by the same author, and the likest one with almost the same text
 * (estimated Jaccard likeness of at least 0.8). A redelivered or edited message is never a duplicate of itself.
 */
export const findDuplicates: MemoryStep<FingerprintedRecord, Compared> = {
  kind: 'memory',
  name: 'find-duplicates',
  version: '1',
  windowMs: day,
  ask: ({ fingerprints: { exact, near } }) => (exact === undefined ? near : [exact, ...near]),
  decide: (record, answers) => {
    const { exact, near } = record.fingerprints;
    const first = exact === undefined ? undefined : answers[0];
    const duplicateOf = first === undefined || first.mine || first.owner === record.id ? undefined : first.owner;
    const own = near[0]?.note;
    const alike = own === undefined ? undefined : nearest(own, exact === undefined ? answers : answers.slice(1), record.id);
    const compared: Compared['compared'] = {
      ...(duplicateOf === undefined ? {} : { duplicateOf }),
      ...(alike === undefined || alike.id === duplicateOf ? {} : { nearDuplicateOf: alike }),
    };
    return ok({ ...record, compared });
  },
};
