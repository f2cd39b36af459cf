import type { Fault } from '@earshot/model';
import { sha256 } from '../reading/bytes.ts';
import { readMail, type MailAddress } from './read-mail.ts';

/** One mail as `earshot parse email` prints it. */
export interface CanonicalEmail {
  readonly subject: string;
  readonly from: MailAddress | null;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly date: string | null;
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  /** All readable text; of mail that is HTML only, its words. */
  readonly text: string;
  /** What the person newly wrote; null where no reader of quotations was given. */
  readonly newText: string | null;
  /** The mail has an HTML body. */
  readonly html: boolean;
  readonly attachments: readonly {
    readonly filename: string | null;
    readonly contentType: string;
    readonly bytes: number;
    readonly sha256: string;
  }[];
  readonly faults: readonly Fault[];
}

const empty = {
  subject: '',
  from: null,
  to: [],
  cc: [],
  date: null,
  messageId: null,
  inReplyTo: null,
  references: [],
  text: '',
  newText: null,
  html: false,
};

/**
 * Canonical record of one message; what cannot be parsed is an empty record with its fault. The readers of text are given, not imported:
 * whoever only receives mail need not load the models of the text room.
 * @param htmlToText turns the HTML of mail without a text part to words
 * @param newTextOf leaves out of a text (LF line ends) what its writer only quoted or signed with
 */
export const canonicalEmail = async (
  bytes: Uint8Array,
  htmlToText: (html: string) => string,
  newTextOf?: (text: string) => string,
): Promise<CanonicalEmail> => {
  const read = await readMail(bytes);
  if (read.tag === 'fault') return { ...empty, attachments: [], faults: [read.fault] };
  const { mail } = read;
  const readable = mail.text.trim() === '' && mail.html !== '' ? htmlToText(mail.html) : mail.text;
  const { subject, from, to, cc, date, messageId, inReplyTo, references, html, attachments, faults } = mail;
  return {
    subject,
    from,
    to,
    cc,
    date,
    messageId,
    inReplyTo,
    references,
    text: readable,
    newText: newTextOf?.(readable.replaceAll('\r\n', '\n')) ?? null,
    html: html !== '',
    attachments: attachments.map(({ filename, contentType, content }) => ({
      filename: filename ?? null,
      contentType,
      bytes: content.length,
      sha256: sha256(content),
    })),
    faults,
  };
};
