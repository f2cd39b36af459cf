import { isUtf8 } from 'node:buffer';
import { guessChinese } from '../reading/decode-text.ts';
import { decodeUtf7 } from './decode-utf7.ts';

const eightBit = /[\x80-\xff]/;
const encodedWord = /=\?([^?\s]{1,40})\?([bq])\?([^?\r\n]*)\?=/gi;

const utf8Word = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;

const qBytes = (payload: string): string =>
  payload.replaceAll('_', ' ').replace(/=([\da-f]{2})/gi, (_whole, pair: string) => String.fromCharCode(Number.parseInt(pair, 16)));

/** Encoded words that parsers get wrong: UTF-7, and raw 8-bit bytes inside a Q word. */
const repairWords = (block: string): string =>
  block.replace(encodedWord, (whole, charset: string, kind: string, payload: string) => {
    const isQ = kind.toLowerCase() === 'q';
    if (/utf-?7$/i.test(charset)) {
      return utf8Word(decodeUtf7(isQ ? qBytes(payload) : Buffer.from(payload, 'base64').toString('latin1')));
    }
    if (!isQ || !eightBit.test(payload)) return whole;
    const escaped = payload.replace(/[\x80-\xff]/g, (byte) => `=${byte.charCodeAt(0).toString(16).toUpperCase()}`);
    return `=?${charset}?Q?${escaped}?=`;
  });

/** Whether a header block, as Latin-1 text, needs a repair at all. */
export const needsRepair = (block: string): boolean => eightBit.test(block) || /=\?[^?\s]*utf-?7\?/i.test(block);

/**
 * A header block whose raw bytes are UTF-8 (RFC 6532): raw GB 18030 and Big5 are told apart over the whole block, what is neither is
 * read as Windows-1252. In and out as Latin-1 text, a character a byte.
 */
export const repairHeaders = (block: string): string => {
  const worded = repairWords(block);
  if (!eightBit.test(worded)) return worded;
  const bytes = Buffer.from(worded, 'latin1');
  if (isUtf8(bytes)) return worded;
  const charset = guessChinese(bytes) ?? 'windows-1252';
  return Buffer.from(new TextDecoder(charset).decode(bytes)).toString('latin1');
};
