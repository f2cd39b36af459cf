import type { Frame, Splitter } from '../connector.ts';
import { limits } from '../limits.ts';
import { ByteQueue } from './bytes.ts';
import { isBlank } from './split-lines.ts';

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const separators = new Set([0x2c, 0x3b, 0x09]);

type RowEnd =
  | { readonly tag: 'whole'; readonly end: number }
  /** A quote that breaks RFC 4180: only the physical line is lost. */
  | { readonly tag: 'broken'; readonly end: number }
  | { readonly tag: 'more' };

/**
 * Byte behind the row that starts at `start`. In UTF-8, GB 18030 and Big5 none of quote, line feed, comma, semicolon and tab is ever a
 * trail byte, so rows are cut before they are decoded.
 */
const findRowEnd = (view: Buffer, start: number, last: boolean): RowEnd => {
  const line = view.indexOf(lineFeed, start);
  const lineEnd = line < 0 ? view.length : line + 1;
  const firstQuote = view.subarray(start, lineEnd).indexOf(quote);
  if (firstQuote < 0) return line < 0 && !last ? { tag: 'more' } : { tag: 'whole', end: lineEnd };
  const unfinished: RowEnd = view.length - start > limits.itemBytes || last ? { tag: 'broken', end: lineEnd } : { tag: 'more' };
  let fieldStart = true;
  for (let i = start; i < view.length; i += 1) {
    const byte = view[i] ?? 0;
    if (fieldStart && byte === quote) {
      let close = view.indexOf(quote, i + 1);
      while (close >= 0 && view[close + 1] === quote) close = view.indexOf(quote, close + 2);
      if (close < 0) return unfinished;
      const next = view[close + 1];
      if (next === undefined) return last ? { tag: 'whole', end: view.length } : { tag: 'more' };
      if (next !== lineFeed && next !== carriageReturn && !separators.has(next)) return { tag: 'broken', end: lineEnd };
      i = close;
      fieldStart = false;
    } else if (byte === lineFeed) {
      return { tag: 'whole', end: i + 1 };
    } else {
      fieldStart = separators.has(byte);
    }
  }
  return last ? { tag: 'whole', end: view.length } : unfinished;
};

const trimLineEnd = (row: Uint8Array): Uint8Array => {
  let end = row.length;
  if (row[end - 1] === lineFeed) end -= 1;
  if (row[end - 1] === carriageReturn) end -= 1;
  return row.subarray(0, end);
};

const countLines = (row: Uint8Array): number => {
  let lines = 0;
  for (let at = row.indexOf(lineFeed); at >= 0; at = row.indexOf(lineFeed, at + 1)) lines += 1;
  return lines;
};

/** Cuts CSV rows (RFC 4180). A quote that breaks the rules costs its own line, never the rest of the file. Frame 1 is the header. */
export const splitCsv = (): Splitter => {
  const queue = new ByteQueue();
  let offset = 0;
  let number = 0;
  let row = 1;

  const frame = (bytes: Uint8Array, found: RowEnd): Frame => {
    number += 1;
    const kept = { bytes: Uint8Array.from(bytes), end: offset, number, row };
    if (bytes.length > limits.itemBytes) {
      const broken = { code: 'err:intake:client:too-large', path: `row ${row}`, detail: `limit ${limits.itemBytes} bytes` } as const;
      return { ...kept, bytes: kept.bytes.subarray(0, limits.inlinePayloadBytes), broken };
    }
    if (found.tag === 'whole') return kept;
    return { ...kept, broken: { code: 'err:intake:client:malformed-csv', path: `row ${row}`, detail: 'broken quote' } };
  };

  const cut = (last: boolean): Frame[] => {
    const frames: Frame[] = [];
    const view = queue.view();
    let start = 0;
    while (start < view.length) {
      const found = findRowEnd(view, start, last);
      if (found.tag === 'more') break;
      const whole = view.subarray(start, found.end);
      const bytes = trimLineEnd(whole);
      offset += whole.length;
      start = found.end;
      if (!isBlank(bytes)) frames.push(frame(bytes, found));
      row += countLines(whole);
    }
    queue.consume(start);
    return frames;
  };

  return {
    push: (chunk) => {
      queue.append(chunk);
      return cut(false);
    },
    flush: () => cut(true),
  };
};
