import type { PlainStep } from '@earshot/engine';
import { ok } from '@earshot/model';
import { detectSpam, fold, type Spam } from '@earshot/text';
import type { RedactedRecord } from './redact-personal-data.ts';

export interface SpamChecked {
  readonly spam: Spam | null;
}

export type SpamCheckedRecord = RedactedRecord & SpamChecked;

/** Flags advertising and meaningless text, never drops it. Calls, machine mail and our own replies are not asked. */
export const detectSpamStep: PlainStep<RedactedRecord, SpamChecked> = {
  kind: 'plain',
  name: 'detect-spam',
  version: '1',
  decide: (record) => {
    const { folded, title, turns } = record.redacted;
    const exempt = record.machineMail !== null || turns.length > 0 || record.kind === 'reply' || record.author?.role === 'agent';
    return ok({ ...record, spam: exempt ? null : detectSpam(title === '' ? folded : `${fold(title)}\n${folded}`) });
  },
};
