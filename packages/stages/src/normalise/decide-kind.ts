import type { PlainStep } from '@earshot/engine';
import { type Kind, ok } from '@earshot/model';
import type { ThreadedRecord } from './thread-conversation.ts';

export interface KindKnown {
  readonly decided: Kind;
}

export type KindKnownRecord = ThreadedRecord & KindKnown;

const kindOf = ({ cleaned, kind, identified, rated }: ThreadedRecord): Kind => {
  if (cleaned.machine !== undefined || kind === 'machine') return 'machine';
  if (kind === 'reply' || identified.role === 'agent') return 'reply';
  return rated.rating === undefined ? (kind ?? 'feedback') : 'evaluation';
};

/** machine before reply before evaluation (a rating is there) before feedback. */
export const decideKind: PlainStep<ThreadedRecord, KindKnown> = {
  kind: 'plain',
  name: 'decide-kind',
  version: '1',
  decide: (record) => ok({ ...record, decided: kindOf(record) }),
};
