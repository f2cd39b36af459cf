import type { Sample } from '../connector.ts';

const field = /^(?:from|to|subject|date|message-id|received|return-path|mime-version|delivered-to|dkim-signature|x-[\w-]+|content-type):/im;

/** By the name's ending, else by the first lines: a `From ` line of an mbox, or header fields. */
export const detect = ({ text, filename }: Sample): string | null => {
  if (/^From \S.*\d{4}/.test(text)) return 'mbox';
  if (filename.endsWith('.mbox') || filename.endsWith('.mbx')) return 'mbox';
  if (filename.endsWith('.eml') || filename.endsWith('.msg.txt')) return 'eml';
  const [head = ''] = text.split(/\r?\n\r?\n/, 1);
  const lines = head.split(/\r?\n/);
  const looksLikeHeader = lines.every((line) => /^[!-9;-~]+:|^[ \t]/.test(line));
  return looksLikeHeader && lines.filter((line) => field.test(line)).length >= 2 ? 'eml' : null;
};
