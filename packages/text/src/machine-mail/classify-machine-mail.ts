import { autoReplyBody, autoReplySubject, bounceSender, bounceSubject, calendarSubject } from './phrases.ts';

export type MachineClass = 'auto-reply' | 'bounce' | 'newsletter' | 'calendar' | 'own';

export interface MachineMail {
  readonly class: MachineClass;
  /** What gave it away: `header:<name>`, `subject` or `body`. */
  readonly by: string;
}

/** Lower-case names. */
type Headers = Readonly<Record<string, string>>;

const campaign = [
  'feedback-id',
  'list-unsubscribe-post',
  'x-campaign',
  'x-campaign-id',
  'x-campaignid',
  'x-mc-user',
  'x-sg-eid',
  'x-mailgun-tag',
];
const openingChars = 600;

const byReport = (headers: Headers): MachineMail | undefined => {
  const type = headers['content-type']?.toLowerCase() ?? '';
  if (type.startsWith('multipart/report')) {
    return { class: type.includes('disposition-notification') ? 'auto-reply' : 'bounce', by: 'header:content-type' };
  }
  if (type.startsWith('text/calendar')) return { class: 'calendar', by: 'header:content-type' };
  if (headers['x-failed-recipients'] !== undefined) return { class: 'bounce', by: 'header:x-failed-recipients' };
  return undefined;
};

/** RFC 3834 Auto-Submitted and its forerunners. */
const byAutomation = (headers: Headers, subject: string): MachineMail | undefined => {
  const submitted = headers['auto-submitted']?.trim().toLowerCase();
  if (submitted !== undefined && submitted !== '' && !/^no\b/.test(submitted)) {
    return { class: bounceSubject.test(subject) ? 'bounce' : 'auto-reply', by: 'header:auto-submitted' };
  }
  for (const name of ['x-autoreply', 'x-autorespond', 'x-autoresponse']) {
    if (headers[name] !== undefined && !/^no\b/i.test(headers[name])) return { class: 'auto-reply', by: `header:${name}` };
  }
  if (/^auto_reply/i.test(headers['precedence'] ?? '')) return { class: 'auto-reply', by: 'header:precedence' };
  return undefined;
};

const byNullSender = (headers: Headers, subject: string): MachineMail | undefined => {
  const path = headers['return-path']?.trim();
  const from = headers['from'] ?? '';
  if (bounceSender.test(from) || (path !== undefined && bounceSender.test(path))) return { class: 'bounce', by: 'header:from' };
  if (path !== '<>') return undefined;
  return { class: bounceSubject.test(subject) ? 'bounce' : 'auto-reply', by: 'header:return-path' };
};

/** Bulk mail says so twice: a way to unsubscribe, and a sign of a campaign. A support group's List-Id alone proves nothing. */
const byList = (headers: Headers): MachineMail | undefined => {
  if (headers['list-unsubscribe'] === undefined) return undefined;
  const precedence = headers['precedence']?.trim().toLowerCase();
  const mass = precedence === 'bulk' || precedence === 'junk' || (precedence === 'list' && headers['list-post'] === undefined);
  return mass || campaign.some((name) => headers[name] !== undefined) ? { class: 'newsletter', by: 'header:list-unsubscribe' } : undefined;
};

const byWords = (subject: string, text: string): MachineMail | undefined => {
  if (autoReplySubject.test(subject)) return { class: 'auto-reply', by: 'subject' };
  if (calendarSubject.test(subject)) return { class: 'calendar', by: 'subject' };
  return autoReplyBody.test(text.slice(0, openingChars)) ? { class: 'auto-reply', by: 'body' } : undefined;
};

/**
 * Whether a program wrote the mail, and of which class. Headers first, then words; undefined for a person's mail. `own` is a mail of
 * Earshot itself that came back, known by its `x-earshot-effect` header.
 */
export const classifyMachineMail = (headers: Headers, subject: string, text: string): MachineMail | undefined => {
  if (headers['x-earshot-effect'] !== undefined) return { class: 'own', by: 'header:x-earshot-effect' };
  return byReport(headers) ?? byAutomation(headers, subject) ?? byNullSender(headers, subject) ?? byList(headers) ?? byWords(subject, text);
};
