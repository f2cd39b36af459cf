import { isUtf8 } from 'node:buffer';
import { asBuffer } from './bytes.ts';

export type Charset = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5';
export type Decoded = { readonly tag: 'text'; readonly text: string; readonly charset: string } | { readonly tag: 'invalid' };

type Decoder = InstanceType<typeof TextDecoder>;

const strict = (charset: string): Decoder => new TextDecoder(charset, { fatal: true });
const decoders = new Map<string, Decoder>([
  ['gb18030', strict('gb18030')],
  ['big5', strict('big5')],
  ['utf-16le', strict('utf-16le')],
  ['utf-16be', strict('utf-16be')],
]);

const tryDecode = (bytes: Uint8Array, charset: string): string | null => {
  try {
    return (decoders.get(charset) ?? strict(charset)).decode(bytes);
  } catch {
    return null;
  }
};

/** Charset that a byte order mark tells, or null. */
export const byteOrderMark = (bytes: Uint8Array): Charset | null => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : null;
};

/**
 * GB 18030 or Big5, by how many byte pairs lie where each keeps its common characters (GB 2312 level 1: B0–D7, A1–FE; Big5 level 1:
 * A4–C6, 40–7E or A1–FE). Null where the bytes are neither.
 */
export const guessChinese = (bytes: Uint8Array): 'gb18030' | 'big5' | null => {
  let pairs = 0;
  let simplified = 0;
  let traditional = 0;
  for (let i = 0; i < bytes.length - 1; i += 1) {
    const lead = bytes[i] ?? 0;
    if (lead < 0x81) continue;
    i += 1;
    const trail = bytes[i] ?? 0;
    if (lead === 0xff || trail < 0x30 || trail === 0x7f || trail === 0xff) return null;
    pairs += 1;
    if (lead >= 0xb0 && lead <= 0xd7 && trail >= 0xa1) simplified += 1;
    if (lead >= 0xa4 && lead <= 0xc6 && (trail >= 0xa1 || (trail >= 0x40 && trail <= 0x7e))) traditional += 1;
  }
  if (pairs === 0) return null;
  const order = traditional > simplified ? (['big5', 'gb18030'] as const) : (['gb18030', 'big5'] as const);
  return order.find((charset) => tryDecode(bytes, charset) !== null) ?? null;
};

/** `charset` parameter of a media type, lower case. */
export const declaredCharset = (contentType: string | undefined): string | undefined =>
  contentType === undefined ? undefined : /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1]?.toLowerCase();

/**
 * Bytes to text: byte order mark, then UTF-8 where valid, then the declared charset, then GB 18030 or Big5. Strict: text that would
 * need replacement characters is invalid.
 */
export const decodeText = (bytes: Uint8Array, declared?: string): Decoded => {
  const mark = byteOrderMark(bytes);
  if (mark === 'utf-16le' || mark === 'utf-16be') {
    const text = tryDecode(bytes, mark);
    return text === null ? { tag: 'invalid' } : { tag: 'text', text, charset: mark };
  }
  if (isUtf8(bytes)) {
    const buffer = asBuffer(bytes);
    return { tag: 'text', text: mark === null ? buffer.toString('utf8') : buffer.toString('utf8', 3), charset: 'utf-8' };
  }
  for (const charset of [declared, guessChinese(bytes)]) {
    if (charset === undefined || charset === null || /^utf-?8$/i.test(charset)) continue;
    const text = tryDecode(bytes, /^(gb2312|gbk|cp936|x-gbk)$/i.test(charset) ? 'gb18030' : charset);
    if (text !== null) return { tag: 'text', text, charset };
  }
  return { tag: 'invalid' };
};
