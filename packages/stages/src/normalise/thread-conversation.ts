import type { PlainStep } from '@earshot/engine';
import { type ConversationEvidence, ok } from '@earshot/model';
import type { CleanedRecord } from '../records.ts';
import type { IdentifiedRecord } from './identify-author.ts';

export interface Threaded {
  readonly threaded: { readonly id: string; readonly position?: number; readonly evidence: readonly ConversationEvidence[] };
}

export type ThreadedRecord = IdentifiedRecord & Threaded;

/** Message ids often hold addresses, so evidence names its kind and weight only. */
const evidenceOf = ({ id, conversation, thread }: CleanedRecord): ConversationEvidence[] => {
  const evidence: ConversationEvidence[] = [];
  if ((thread?.references?.length ?? 0) > 0) evidence.push({ type: 'references', score: 1 });
  if (thread?.inReplyTo !== undefined) evidence.push({ type: 'reply-to', score: 1 });
  if (evidence.length === 0 && conversation !== id) evidence.push({ type: 'source-thread', score: 1 });
  return evidence;
};

/** Names the thread, by the key that the connector read, and why the message stands in it. */
export const threadConversation: PlainStep<IdentifiedRecord, Threaded> = {
  kind: 'plain',
  name: 'thread-conversation',
  version: '1',
  decide: (record) =>
    ok({
      ...record,
      threaded: {
        id: record.conversation,
        ...(record.position === undefined || record.position < 0 ? {} : { position: record.position }),
        evidence: evidenceOf(record),
      },
    }),
};
