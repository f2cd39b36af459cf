import type { ParsedItem, ReceiptMeta } from '../connector.ts';
import { limits } from '../limits.ts';
import { sha256 } from '../reading/bytes.ts';
import { boundText, composeRecord, flagText, type Draft } from '../reading/compose-record.ts';
import { faultItem, keepOriginal } from '../reading/original.ts';
import { slimHtml } from './slim-html.ts';
import { readMail, type Mail, type MailAddress } from './read-mail.ts';

export const source = { name: 'email', channel: 'email' } as const;

/** Fields by which machine mail is told from people's: RFC 3834, 2919, 2369, 3464, and what programs add of their own. */
const telling =
  'auto-submitted precedence list-id list-unsubscribe list-post feedback-id x-auto-response-suppress x-autoreply ' +
  'x-autorespond x-autoresponder x-auto-reply x-failed-recipients x-loop x-mailer x-cron-env';

const addresses = (list: readonly MailAddress[]): string =>
  list
    .map(({ address }) => address)
    .join(', ')
    .slice(0, limits.labelChars);

const headersOf = (mail: Mail): Record<string, string> => {
  const kept: Record<string, string> = {};
  for (const name of telling.split(' ')) {
    const value = mail.headers.get(name);
    if (value !== undefined && value !== '') kept[name] = value.slice(0, 1000);
  }
  if (mail.to.length > 0) kept['to'] = addresses(mail.to);
  if (mail.cc.length > 0) kept['cc'] = addresses(mail.cc);
  return kept;
};

const bodyOf = (mail: Mail, draft: Draft): void => {
  const format = mail.text.trim() === '' && mail.html !== '' ? 'html' : 'text';
  const html = mail.html.length > limits.bodyChars ? slimHtml(mail.html) : mail.html;
  const content = format === 'html' ? html : mail.text;
  flagText(content, '/body', draft.faults);
  draft.body = { format, content: boundText(content, limits.bodyChars, '/body', draft.faults) };
};

const draftOf = (mail: Mail, bytes: Uint8Array): Draft => {
  const sourceId = mail.messageId ?? `sha256:${sha256(bytes)}`;
  const draft: Draft = { sourceId, faults: [...mail.faults], conversation: mail.references[0] ?? mail.inReplyTo ?? sourceId };
  if (mail.date !== null) draft.occurredAt = mail.date;
  if (mail.from !== null) {
    draft.author = {};
    if (mail.from.address !== '') draft.author.address = mail.from.address.slice(0, limits.idChars);
    if (mail.from.name !== '') draft.author.name = mail.from.name.slice(0, limits.idChars);
  }
  if (mail.subject !== '') draft.title = boundText(mail.subject, limits.titleChars, '/subject', draft.faults);
  bodyOf(mail, draft);
  draft.thread = { messageId: sourceId };
  if (mail.inReplyTo !== null) draft.thread.inReplyTo = mail.inReplyTo;
  if (mail.references.length > 0) draft.thread.references = [...mail.references];
  draft.headers = headersOf(mail);
  if (mail.attachments.length > 0) {
    draft.attachments = mail.attachments.map(({ filename, contentType, content }) => {
      const file = { contentType, bytes: content.length, sha256: sha256(content) };
      return filename === undefined ? file : { ...file, filename };
    });
  }
  return draft;
};

/** One mail as one record; its attachments are blobs. */
export const composeMail = async (bytes: Uint8Array, meta: ReceiptMeta, at: string, number: number): Promise<ParsedItem> => {
  const read = await readMail(bytes);
  if (read.tag === 'fault') return faultItem(at, at === '' ? read.fault : { ...read.fault, path: at }, bytes);
  const { payload, blobs } = keepOriginal(bytes, 'message/rfc822');
  const record = composeRecord(source, meta, number, draftOf(read.mail, bytes));
  record.payload = payload;
  const contents = [...blobs, ...read.mail.attachments.map(({ content }) => content)];
  return contents.length === 0 ? { tag: 'item', path: at, record } : { tag: 'item', path: at, record, blobs: contents };
};
