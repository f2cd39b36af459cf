import { createHmac } from 'node:crypto';
import type { PlainStep } from '@earshot/engine';
import { ok, type RawRecord, type Role } from '@earshot/model';
import type { CleanedRecord } from '../records.ts';
import { maskName } from './mask-name.ts';
import type { LanguageKnownRecord } from './detect-language.ts';

export interface Identified {
  readonly identified: { readonly id: string; readonly role: Role; readonly display?: string };
}

export type IdentifiedRecord = LanguageKnownRecord & Identified;

const mail = /^[^\s@<>]{1,256}@[^\s@<>]{1,256}$/;
const phone = /^\+?[\d\s().-]{7,24}$/;

/** One person's mail address or phone number is the same on every channel; a platform id means something on its platform only. */
export const identityOf = ({ id, connector, account, author }: RawRecord): string => {
  const address =
    author?.address
      ?.normalize('NFKC')
      .trim()
      .replace(/^(?:mailto|tel):/i, '') ?? '';
  if (address === '') return JSON.stringify(['message', id]);
  if (mail.test(address)) return JSON.stringify(['mail', address.toLowerCase()]);
  if (phone.test(address)) {
    const digits = address.replace(/\D/g, '').replace(/^(?:00)?86(?=1[3-9]\d{9}$)/, '');
    if (address.startsWith('+') || /^1[3-9]\d{9}$/.test(digits)) return JSON.stringify(['phone', digits]);
  }
  return JSON.stringify(['handle', connector, account, address]);
};

const roleOf = ({ author, kind, cleaned }: CleanedRecord): Role => {
  if (author?.role !== undefined) return author.role;
  if (kind === 'reply') return 'agent';
  return cleaned.machine === undefined ? 'customer' : 'system';
};

/** Keyed pseudonym (HMAC-SHA-256, RFC 2104, 160 bits): equal for equal identities, of no use to anyone without the key. */
export const pseudonym = (key: string, identity: string): string =>
  `au_${createHmac('sha256', key).update(identity).digest('base64url').slice(0, 27)}`;

/** Replaces the author's address by a pseudonym and the name by its mask. */
export const identifyAuthor: PlainStep<LanguageKnownRecord, Identified> = {
  kind: 'plain',
  name: 'identify-author',
  version: '1',
  decide: (record, { settings }) => {
    const display = maskName(record.author?.name);
    const id = pseudonym(settings.pseudonymKey, identityOf(record));
    return ok({ ...record, identified: { id, role: roleOf(record), ...(display === undefined ? {} : { display }) } });
  },
};
