import { fault } from '@earshot/model';
import type { ParsedItem, ReceiptMeta } from '../connector.ts';
import { asBuffer } from '../reading/bytes.ts';
import { declaredCharset, decodeText } from '../reading/decode-text.ts';
import { faultItem } from '../reading/original.ts';
import { columnKey, fieldByColumn } from './fields.ts';
import { readItem, type NamedCell } from './read-item.ts';

const hex = (byte: number | undefined): number => {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
};

/** Percent-decoding to bytes (URL Standard, application/x-www-form-urlencoded): the charset is told afterwards. */
const unescapeBytes = (part: Buffer): Buffer => {
  const out = Buffer.allocUnsafe(part.length);
  let length = 0;
  for (let i = 0; i < part.length; i += 1) {
    const byte = part[i] ?? 0;
    const high = byte === 0x25 ? hex(part[i + 1]) : -1;
    const low = high < 0 ? -1 : hex(part[i + 2]);
    if (low >= 0) i += 2;
    out[length] = low >= 0 ? high * 16 + low : byte === 0x2b ? 0x20 : byte;
    length += 1;
  }
  return out.subarray(0, length);
};

/** A urlencoded form; unknown fields become labels. Forms of GBK and Big5 pages are understood. */
export const parseForm = (payload: Uint8Array, meta: ReceiptMeta): readonly ParsedItem[] => {
  const declared = declaredCharset(meta.contentType);
  const body = asBuffer(payload);
  const cells: NamedCell[] = [];
  for (let start = 0; start < body.length; ) {
    const found = body.indexOf(0x26, start);
    const end = found < 0 ? body.length : found;
    const pair = body.subarray(start, end);
    start = end + 1;
    if (pair.length === 0) continue;
    const equals = pair.indexOf(0x3d);
    const name = decodeText(unescapeBytes(equals < 0 ? pair : pair.subarray(0, equals)), declared);
    const value = decodeText(unescapeBytes(equals < 0 ? Buffer.alloc(0) : pair.subarray(equals + 1)), declared);
    if (name.tag === 'invalid' || value.tag === 'invalid') {
      const path = name.tag === 'text' ? { path: `/${name.text.slice(0, 100)}` } : {};
      return [faultItem('', fault('err:intake:client:invalid-encoding', path), payload)];
    }
    if (value.text !== '') cells.push([fieldByColumn.get(columnKey(name.text)) ?? null, { key: name.text, value: value.text }]);
  }
  const contentType = 'application/x-www-form-urlencoded';
  return [readItem(cells, meta, { at: '', number: 0, bytes: payload, contentType, lenient: true })];
};
