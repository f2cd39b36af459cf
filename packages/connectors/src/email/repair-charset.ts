import { isUtf8 } from 'node:buffer';
import { guessChinese } from '../reading/decode-text.ts';
import { decodeTransfer } from './decode-transfer.ts';

const parameter = /(;\s*charset\s*=\s*)("[^"\r\n]*"|[^\s;"]*)/i;
const contentType = /^content-type:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/im;
const transferEncoding = /^content-transfer-encoding:\s*([^\s;]+)/im;

/** Labels that say nothing or that are put on bytes they do not describe more often than not. */
const vague = /^(?:|default|unknown|unknown-8bit|x-unknown|unspecified|8bit|binary|none|us-ascii|ascii|ansi_x3\.4-1968|utf-?8)$/i;

const isKnown = (label: string): boolean => {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return /^(?:x-)?(?:cp|ms|windows-?|ibm)?(?:932|936|949|950|874)$/i.test(label);
  }
};

const nameOf = (bytes: Buffer): string => (isUtf8(bytes) ? 'utf-8' : (guessChinese(bytes) ?? 'windows-1252'));

const betterLabel = (label: string | undefined, body: string, encoding: string): string | null => {
  if (label === undefined || vague.test(label)) {
    if (!/base64|quoted-printable/i.test(encoding) && !/[\x80-\xff]/.test(body))
      return label === undefined || isKnown(label) ? null : 'utf-8';
    const bytes = decodeTransfer(body, encoding);
    if (label !== undefined && /^utf-?8$/i.test(label) && isUtf8(bytes)) return null;
    return nameOf(bytes);
  }
  if (!isKnown(label)) return nameOf(decodeTransfer(body, encoding));
  // Mail that calls itself GB 2312 or Big5 and is UTF-8: an old template in a new program.
  if (!/^(?:gb|big5|x-gbk|cp936)/i.test(label)) return null;
  const bytes = decodeTransfer(body, encoding);
  // Valid UTF-8 with a character of three bytes; the common characters of GB 2312 and Big5 never look like that.
  return bytes.some((byte) => byte >= 0xe3) && isUtf8(bytes) ? 'utf-8' : null;
};

/** Header block of a text part with a charset that its body has; in and out as Latin-1 text. Unchanged where the label holds. */
export const repairCharset = (block: string, body: string): string => {
  const field = contentType.exec(block)?.[0];
  if (field !== undefined && !/^content-type:\s*(?:text\/|;|$)/i.test(field)) return block;
  const found = field === undefined ? null : parameter.exec(field);
  const label = found?.[2]?.replaceAll('"', '').trim();
  const better = betterLabel(label, body, transferEncoding.exec(block)?.[1] ?? '');
  if (better === null) return block;
  if (field === undefined) return `Content-Type: text/plain; charset=${better}\r\n${block}`;
  if (found === null) return block.replace(field, () => `${field.trimEnd()}; charset=${better}`);
  return block.replace(field, () => field.replace(parameter, (_whole, lead: string) => `${lead}${better}`));
};
