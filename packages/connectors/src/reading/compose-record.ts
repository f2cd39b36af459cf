import { conversationKey, feedbackId, type Channel, type Fault, type RawRecord } from '@earshot/model';
import type { ReceiptMeta } from '../connector.ts';
import { limits } from '../limits.ts';

type Free =
  | 'url'
  | 'position'
  | 'occurredAt'
  | 'kind'
  | 'author'
  | 'title'
  | 'body'
  | 'turns'
  | 'rating'
  | 'language'
  | 'thread'
  | 'headers'
  | 'labels'
  | 'attachments'
  | 'payload';

/** What a parser found; the rest of the record follows from where it came in. */
export interface Draft extends Partial<Pick<RawRecord, Free>> {
  sourceId: string;
  /** The thread at the source; absent where the message stands alone. */
  conversation?: string;
  channel?: Channel;
  revision?: number;
  deleted?: boolean;
  faults: Fault[];
}

/** Revision of a deletion whose source numbers no versions: nothing comes after it. */
const lastRevision = 2 ** 32 - 1;

/**
 * Draft to raw record.
 * @param number place in the batch from 1, the receipt's suffix; 0 where the payload is one message
 */
export const composeRecord = (
  source: { readonly name: string; readonly channel: Channel },
  meta: ReceiptMeta,
  number: number,
  draft: Draft,
): RawRecord => {
  const {
    sourceId,
    conversation,
    channel = source.channel,
    deleted = false,
    revision = deleted ? lastRevision : 0,
    faults,
    ...free
  } = draft;
  const id = feedbackId({ connector: source.name, account: meta.account, sourceId });
  return {
    schema: 'raw/1',
    id,
    revision,
    deleted,
    channel,
    connector: source.name,
    account: meta.account,
    sourceId,
    conversation: conversation === undefined ? id : conversationKey(source.name, meta.account, conversation),
    receipt: number === 0 ? meta.receipt : `${meta.receipt}.${number}`,
    receivedAt: meta.receivedAt,
    ...free,
    faults,
  };
};

/** Flags what is kept raw but later stages must know: NUL characters and lone surrogates. */
export const flagText = (text: string, path: string, faults: Fault[]): void => {
  if (text.includes('\0')) faults.push({ code: 'err:intake:client:invalid-encoding', path, detail: 'NUL character' });
  if (!text.isWellFormed()) faults.push({ code: 'err:intake:client:invalid-encoding', path, detail: 'lone surrogate' });
};

/** Cut to `max` code units, never inside a surrogate pair; a cut is flagged. */
export const boundText = (text: string, max: number, path: string, faults: Fault[]): string => {
  if (text.length <= max) return text;
  faults.push({ code: 'err:intake:client:too-large', path, detail: `cut after ${max} characters; the original is kept` });
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
};

/** An id longer than its bound would not fit a key: refuse it. */
export const fitsId = (id: string): boolean => id.length > 0 && id.length <= limits.idChars;
