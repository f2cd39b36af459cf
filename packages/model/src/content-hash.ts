import { hash } from 'node:crypto';
import type { RawRecord } from './raw.ts';

/**
 * Hash of what the source said: 160 bits of SHA-256 over the source's own fields, base64url. When and how the message came to us, and what
 * the stages made of it, do not count: a redelivery, a second import or a better model is no other content.
 */
export const contentHash = (record: RawRecord): string => {
  const { title, body, turns, rating, author, occurredAt, url, language, labels, attachments, thread, kind } = record;
  const said = [title, body, turns, rating, author, occurredAt, url, language, labels, attachments, thread, kind];
  return hash('sha256', JSON.stringify(said), 'base64url').slice(0, 27);
};
