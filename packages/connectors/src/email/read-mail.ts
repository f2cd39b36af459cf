import { fault, type Fault } from '@earshot/model';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { limits } from '../limits.ts';
import { decodeText } from '../reading/decode-text.ts';
import { readTime } from '../reading/read-time.ts';
import { repairBytes } from './repair-bytes.ts';
import { hasWords } from './slim-html.ts';

export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

interface MailFile {
  readonly filename?: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** A mail as read, before it becomes a record. */
export interface Mail {
  readonly subject: string;
  readonly from: MailAddress | null;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  /** ISO 8601 with the sender's offset. */
  readonly date: string | null;
  /** Without angle brackets, as all ids here. */
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly MailFile[];
  /** Lower-case names; the first of each. */
  readonly headers: ReadonlyMap<string, string>;
  readonly faults: readonly Fault[];
}

export type MailRead = { readonly tag: 'mail'; readonly mail: Mail } | { readonly tag: 'fault'; readonly fault: Fault };

const maxParts = 10_000;

const flat = (addresses: readonly Address[] | undefined): MailAddress[] =>
  (addresses ?? []).flatMap((entry) => (entry.group === undefined ? [entry] : entry.group)).map(({ name, address }) => ({ name, address }));

/** Message ids of a field (RFC 5322 msg-id), without brackets; damaged fields by white space. */
const idsOf = (value: string | undefined): string[] => {
  if (value === undefined) return [];
  const bracketed = [...value.slice(0, 200_000).matchAll(/<([^<>\s]{1,512})>/g)].map((match) => match[1] ?? '');
  return bracketed.length > 0
    ? bracketed
    : value.split(/[\s,;]+/).filter((id) => id !== '' && id.length <= limits.idChars && id.includes('@'));
};

const bounded = (ids: readonly string[]): string[] =>
  ids.length <= limits.references ? [...ids] : [...ids.slice(0, 1), ...ids.slice(1 - limits.references)];

const filesOf = (email: Email, faults: Fault[]): MailFile[] => {
  if (email.attachments.length > limits.attachments) {
    const detail = `${limits.attachments} of ${email.attachments.length} attachments are kept; the original is whole`;
    faults.push(fault('err:intake:client:too-many-items', { path: '/attachments', detail }));
  }
  return email.attachments.slice(0, limits.attachments).map(({ filename, mimeType, content }) => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content instanceof Uint8Array ? content : new Uint8Array(content);
    // A path in the name is the sender's folder, or an attack on ours.
    const name = filename?.split(/[\\/]/).at(-1)?.slice(0, limits.idChars);
    const file = { contentType: mimeType || 'application/octet-stream', content: bytes };
    return name === undefined || name === '' ? file : { ...file, filename: name };
  });
};

const mailOf = (email: Email): Mail => {
  const headers = new Map<string, string>();
  for (const { key, value } of email.headers) if (!headers.has(key)) headers.set(key, value);
  const faults: Fault[] = [];
  const text = email.text ?? '';
  const html = email.html ?? '';
  if (text.trim() === '' && html !== '' && !hasWords(html)) {
    faults.push(fault('err:intake:client:malformed-markup', { path: '/html', detail: 'HTML without readable text' }));
  }
  if (text.includes('\uFFFD') || (email.subject ?? '').includes('\uFFFD')) {
    faults.push(fault('err:intake:client:invalid-encoding', { detail: 'bytes that are no text in the declared charset' }));
  }
  const rawDate = headers.get('date');
  return {
    subject: email.subject ?? '',
    from: flat(email.from === undefined ? [] : [email.from])[0] ?? null,
    to: flat(email.to),
    cc: flat(email.cc),
    date: rawDate === undefined ? null : readTime(rawDate),
    messageId: idsOf(email.messageId)[0] ?? null,
    inReplyTo: idsOf(email.inReplyTo)[0] ?? null,
    references: bounded(idsOf(email.references)),
    text,
    html,
    attachments: filesOf(email, faults),
    headers,
    faults,
  };
};

const malformed = (detail: string): MailRead => ({ tag: 'fault', fault: fault('err:intake:client:malformed-markup', { detail }) });

/** Text without a mail header is still what somebody wrote: all of it is the body, flagged. Other bytes are no mail. */
const readBare = (bytes: Uint8Array, mail: Mail): MailRead => {
  const decoded = decodeText(bytes);
  if (decoded.tag === 'invalid' || decoded.text.includes('\0') || decoded.text.trim() === '') return malformed('no mail header');
  const flag = fault('err:intake:client:malformed-markup', { detail: 'no mail header' });
  return {
    tag: 'mail',
    mail: { ...mail, text: mail.text.trim() === '' ? decoded.text : mail.text, headers: new Map(), faults: [...mail.faults, flag] },
  };
};

/** One RFC 5322 message, repaired and parsed within bounds. What cannot be parsed is a fault; its bytes are the caller's to keep. */
export const readMail = async (bytes: Uint8Array): Promise<MailRead> => {
  if (bytes.length > limits.mailBytes) {
    return { tag: 'fault', fault: fault('err:intake:client:too-large', { detail: `limit ${limits.mailBytes} bytes` }) };
  }
  const repaired = repairBytes(bytes);
  if (repaired.parts > maxParts) return malformed(`more than ${maxParts} MIME parts`);
  const options = { maxNestingDepth: limits.mimeDepth, maxHeadersSize: limits.headerBytes, maxRfc822NestingDepth: 5 };
  let email: Email;
  try {
    email = await PostalMime.parse(repaired.bytes, options);
  } catch (error) {
    const limit = error instanceof Error && /exceeded/.test(error.message);
    return malformed(limit ? 'MIME nesting or header size over its limit' : 'MIME structure');
  }
  if (email.headers.some(({ key }) => commonFields.has(key))) return { tag: 'mail', mail: mailOf(email) };
  return readBare(bytes, mailOf(email));
};

// One of these is in every mail; bytes without any are something else.
const commonFields = new Set(
  (
    'from to cc bcc subject date message-id received return-path mime-version content-type sender reply-to ' +
    'delivered-to x-mailer references in-reply-to content-transfer-encoding dkim-signature list-id'
  ).split(' '),
);
