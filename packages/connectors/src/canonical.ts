import type { Channel, RawRecord } from '@earshot/model';
import { canonicalPost } from './social/canonical.ts';
import { canonicalCall } from './hotline/canonical.ts';

const canonicalMessage = (record: RawRecord): Record<string, unknown> => ({
  id: record.sourceId,
  text: record.body?.content ?? '',
  title: record.title ?? null,
  rating: record.rating ?? null,
  author: record.author ?? null,
  occurredAt: record.occurredAt ?? null,
  language: record.language ?? null,
  conversation: record.conversation,
  url: record.url ?? null,
  labels: record.labels ?? {},
  attachments: record.attachments ?? [],
  deleted: record.deleted,
  faults: record.faults,
});

const canonicalMailRecord = (record: RawRecord): Record<string, unknown> => ({
  subject: record.title ?? '',
  from: record.author === undefined ? null : { name: record.author.name ?? '', address: record.author.address ?? '' },
  date: record.occurredAt ?? null,
  messageId: record.thread?.messageId ?? null,
  inReplyTo: record.thread?.inReplyTo ?? null,
  references: record.thread?.references ?? [],
  text: record.body?.content ?? '',
  html: record.body?.format === 'html',
  attachments: record.attachments ?? [],
  faults: record.faults,
});

const printers: Readonly<Record<Channel, (record: RawRecord) => Record<string, unknown>>> = {
  email: canonicalMailRecord,
  social: canonicalPost,
  web: canonicalMessage,
  hotline: canonicalCall,
};

/**
 * A record as `earshot parse <channel>` prints it. Mail files print `canonicalEmail` of their bytes instead, which knows more than the
 * record keeps: all addressees and both bodies.
 */
export const canonical = (channel: Channel, record: RawRecord): Record<string, unknown> => printers[channel](record);
