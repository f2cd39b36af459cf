import { fault } from '@earshot/model';
import type { ParsedItem, ReceiptMeta } from '../connector.ts';
import { limits } from '../limits.ts';
import { boundText, composeRecord, fitsId, flagText, type Draft } from '../reading/compose-record.ts';
import { faultItem, keepOriginal } from '../reading/original.ts';
import { readTime } from '../reading/read-time.ts';
import type { Post, PostRead } from './post.ts';

export const source = { name: 'social', channel: 'social' } as const;

export interface PostPlace {
  readonly at: string;
  readonly number: number;
  readonly bytes: Uint8Array;
}

const addTimes = (draft: Draft, post: Post): void => {
  if (post.createdAt === undefined) return;
  const time = readTime(post.createdAt);
  if (time !== null) draft.occurredAt = time;
  else draft.faults.push(fault('err:intake:client:out-of-range', { path: '/createdAt', detail: 'expected ISO 8601' }));
};

const addText = (draft: Draft, post: Post): void => {
  if (post.text !== undefined) {
    flagText(post.text, '/text', draft.faults);
    draft.body = { format: 'text', content: boundText(post.text, limits.bodyChars, '/text', draft.faults) };
  }
  if (post.title !== undefined && post.title !== '') draft.title = boundText(post.title, limits.titleChars, '/title', draft.faults);
};

const draftOf = (post: Post): Draft => {
  const draft: Draft = { sourceId: post.id, faults: [], conversation: post.conversation ?? post.inReplyTo ?? post.id };
  if (post.revision !== undefined) draft.revision = post.revision;
  if (post.deleted === true) draft.deleted = true;
  addTimes(draft, post);
  addText(draft, post);
  if (post.author !== undefined) draft.author = { ...post.author, role: 'customer' };
  if (post.url !== undefined && post.url !== '') draft.url = post.url.slice(0, limits.labelChars);
  if (post.language !== undefined && post.language.length <= 35) draft.language = post.language;
  if (post.rating !== undefined) {
    draft.rating = post.ratingMax === undefined ? { value: post.rating } : { value: post.rating, max: post.ratingMax };
  }
  draft.thread = { messageId: post.id, references: [draft.conversation ?? post.id] };
  if (post.inReplyTo !== undefined) draft.thread.inReplyTo = post.inReplyTo;
  if (Object.keys(post.labels).length > 0) draft.labels = { ...post.labels };
  return draft;
};

/** What was read of one post as an item; nothing for news that is about no post. */
export const composePost = (read: PostRead, meta: ReceiptMeta, place: PostPlace): readonly ParsedItem[] => {
  if (read.tag === 'none') return [];
  if (read.tag === 'fault') {
    const inner = read.fault.path ?? '';
    const path = place.at.startsWith('row ') ? `${place.at}${inner === '' ? '' : `: ${inner}`}` : `${place.at}${inner}`;
    return [faultItem(place.at, path === '' ? read.fault : { ...read.fault, path }, place.bytes)];
  }
  const { post } = read;
  const ids = [post.id, post.conversation, post.inReplyTo].filter((id) => id !== undefined);
  if (!ids.every(fitsId)) return [faultItem(place.at, fault('err:intake:client:out-of-range', { path: `${place.at}/id` }), place.bytes)];
  const record = composeRecord(source, meta, place.number, draftOf(post));
  const { payload, blobs } = keepOriginal(place.bytes, 'application/json');
  record.payload = payload;
  return [blobs.length === 0 ? { tag: 'item', path: place.at, record } : { tag: 'item', path: place.at, record, blobs }];
};
