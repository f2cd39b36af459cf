import type { Frame, Splitter } from '../connector.ts';
import { limits } from '../limits.ts';
import { ByteQueue } from './bytes.ts';

const lineFeed = 0x0a;
// RFC 4155: "From " sender date; the year keeps a sentence that starts with From apart.
const separator = /^From \S.*\b\d{4}\b/;
const marker = Buffer.from('\nFrom ');

const isSeparator = (view: Buffer, at: number): boolean => separator.test(view.toString('latin1', at, Math.min(at + 200, view.length)));

const isAfterBlank = (view: Buffer, at: number): boolean =>
  at === 0 || view[at - 2] === lineFeed || (view[at - 2] === 0x0d && view[at - 3] === lineFeed);

/** mboxrd and mboxo: one `>` is taken from lines that start with `>From `, `>>From `, … */
const unescapeFrom = (mail: Buffer): Uint8Array => {
  if (!mail.includes('>From ')) return Uint8Array.from(mail);
  return Buffer.from(mail.toString('latin1').replace(/^>(>*From )/gm, '$1'), 'latin1');
};

/** Cuts an mbox (RFC 4155) at its `From ` lines; frames are whole mails without them. A mail over its limit is a broken frame. */
export const splitMbox = (maxBytes: number = limits.mailBytes): Splitter => {
  const queue = new ByteQueue();
  let offset = 0;
  let number = 0;
  let row = 1;
  let searched = 0;
  let oversized = false;

  const emit = (whole: Buffer): Frame | null => {
    offset += whole.length;
    const lines = whole.reduce((count, byte) => (byte === lineFeed ? count + 1 : count), 0);
    const firstLine = separator.test(whole.toString('latin1', 0, 200)) ? whole.indexOf(lineFeed) + 1 : 0;
    const mail = whole.subarray(firstLine);
    const start = row;
    row += lines;
    if (oversized || mail.length === 0) return null;
    number += 1;
    if (mail.length <= maxBytes) return { bytes: unescapeFrom(mail), end: offset, number, row: start };
    const broken = { code: 'err:intake:client:too-large', path: `row ${start}`, detail: `limit ${maxBytes} bytes` } as const;
    return { bytes: Uint8Array.from(mail.subarray(0, limits.inlinePayloadBytes)), end: offset, number, row: start, broken };
  };

  const cut = (last: boolean): Frame[] => {
    const frames: Frame[] = [];
    const view = queue.view();
    let start = 0;
    let at = view.indexOf(marker, Math.max(searched, 0));
    while (at >= 0) {
      // The separator line has to be there whole before it can be told from a sentence.
      if (!last && view.indexOf(lineFeed, at + 1) < 0 && view.length - at < 1000) break;
      if (isSeparator(view, at + 1) && isAfterBlank(view, at + 1)) {
        const found = emit(view.subarray(start, at + 1));
        if (found !== null) frames.push(found);
        oversized = false;
        start = at + 1;
      }
      at = view.indexOf(marker, at + 1);
    }
    searched = at >= 0 ? at - start : Math.max(view.length - start - marker.length, 0);
    if (last || view.length - start > maxBytes + 1000) {
      const found = start < view.length ? emit(view.subarray(start)) : null;
      if (found !== null) frames.push(found);
      oversized = true;
      start = view.length;
      searched = 0;
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
