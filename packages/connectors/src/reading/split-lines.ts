import type { Frame, Splitter } from '../connector.ts';
import { limits } from '../limits.ts';
import { ByteQueue } from './bytes.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Whether bytes are blank: space, tab, line end or byte order mark. */
export const isBlank = (bytes: Uint8Array): boolean => {
  for (const byte of bytes) if (byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf) return false;
  return true;
};

const withoutReturn = (line: Uint8Array): Uint8Array => (line.at(-1) === carriageReturn ? line.subarray(0, -1) : line);

/** Cuts at line feeds (NDJSON); blank lines are no messages. A line over its limit is one broken frame, read past in constant memory. */
export const splitLines = (maxBytes: number = limits.itemBytes): Splitter => {
  const queue = new ByteQueue();
  let offset = 0;
  let number = 0;
  let row = 1;
  let skipping = false;

  const frame = (line: Uint8Array, end: number, whole: boolean): Frame => {
    number += 1;
    const kept = { bytes: Uint8Array.from(whole ? withoutReturn(line) : line.subarray(0, limits.inlinePayloadBytes)), end, number, row };
    return whole
      ? kept
      : { ...kept, broken: { code: 'err:intake:client:too-large', path: `row ${row}`, detail: `limit ${maxBytes} bytes` } };
  };

  const take = (line: Uint8Array, consumed: number): Frame | null => {
    offset += consumed;
    if (skipping) return null;
    if (line.length > maxBytes) return frame(line, offset, false);
    return isBlank(line) ? null : frame(line, offset, true);
  };

  const cut = (): Frame[] => {
    const frames: Frame[] = [];
    const view = queue.view();
    let start = 0;
    for (let at = view.indexOf(lineFeed); at >= 0; at = view.indexOf(lineFeed, start)) {
      const found = take(view.subarray(start, at), at + 1 - start);
      if (found !== null) frames.push(found);
      skipping = false;
      row += 1;
      start = at + 1;
    }
    const rest = view.length - start;
    if (rest > maxBytes) {
      const found = take(view.subarray(start), rest);
      if (found !== null) frames.push(found);
      skipping = true;
      start = view.length;
    }
    queue.consume(start);
    return frames;
  };

  return {
    push: (chunk) => {
      queue.append(chunk);
      return cut();
    },
    flush: () => {
      const rest = queue.view();
      const found = rest.length === 0 ? null : take(rest, rest.length);
      queue.consume(rest.length);
      return found === null ? [] : [found];
    },
  };
};
