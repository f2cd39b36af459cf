import { hash } from 'node:crypto';
import type { PlainStep, Question } from '@earshot/engine';
import { ok } from '@earshot/model';
import { bandsOf, packSignature, signatureOf } from '@earshot/text';
import type { SpamCheckedRecord } from './detect-spam.ts';

export interface Fingerprinted {
  readonly fingerprints: {
    /** Same author at the same place, same words; absent for authors that nobody can tell apart. */
    readonly exact?: Question;
    /** One for each band of the signature, which is the note. */
    readonly near: readonly Question[];
  };
}

export type FingerprintedRecord = SpamCheckedRecord & Fingerprinted;

/** Below this many characters, texts are alike by chance. */
const leastChars = 20;
/** White space and punctuation of folded text, by ranges: a property class costs ten times as much. */
const apart = /[\s!-/:-@[-`{-~\u2010-\u206f\u3000-\u303f\uff00-\uff0f\uff1a-\uff20]+/g;

const exactOf = ({ connector, account, author }: SpamCheckedRecord, folded: string): Question | null => {
  const address = author?.address?.trim().toLowerCase();
  if (address === undefined || address === '') return null;
  const scope = JSON.stringify([connector, account, address, folded.replace(apart, '')]);
  return { fingerprint: `same:${hash('sha256', scope, 'base64url').slice(0, 27)}` };
};

const nearOf = (folded: string): readonly Question[] => {
  const signature = folded.length < leastChars ? null : signatureOf(folded);
  if (signature === null) return [];
  const note = packSignature(signature);
  return bandsOf(signature).map((band) => ({ fingerprint: `near:${band}`, note }));
};

/** What find-duplicates will ask for. Machine mail and messages without text are never compared. */
export const fingerprintText: PlainStep<SpamCheckedRecord, Fingerprinted> = {
  kind: 'plain',
  name: 'fingerprint-text',
  version: '1',
  decide: (record) => {
    if (record.machineMail !== null || record.redacted.text === '') return ok({ ...record, fingerprints: { near: [] } });
    const { folded } = record.redacted;
    const exact = exactOf(record, folded);
    return ok({ ...record, fingerprints: { ...(exact === null ? {} : { exact }), near: nearOf(folded) } });
  },
};
