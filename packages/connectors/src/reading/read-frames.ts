import type { Frame, ParsedItem, ReceiptMeta, Sequence } from '../connector.ts';
import { limits } from '../limits.ts';
import { asBuffer } from './bytes.ts';
import { byteOrderMark, decodeText, guessChinese } from './decode-text.ts';

/** UTF-16 is cut as UTF-8: its line feeds are no single bytes. Other bytes as they are. */
const cuttable = (payload: Uint8Array): Uint8Array => {
  const mark = byteOrderMark(payload);
  if (mark !== 'utf-16le' && mark !== 'utf-16be') return payload;
  return Buffer.from(new TextDecoder(mark).decode(payload));
};

/** Frames of a payload that is held whole. */
export function* framesOf(sequence: Sequence, payload: Uint8Array): Generator<Frame> {
  const splitter = sequence.split();
  const bytes = cuttable(payload);
  for (let at = 0; at < bytes.length; at += limits.itemBytes) yield* splitter.push(bytes.subarray(at, at + limits.itemBytes));
  yield* splitter.flush();
}

/** A sequence whose frames are read without awaiting. */
export interface SynchronousSequence extends Sequence {
  open(meta: ReceiptMeta, sample: Uint8Array): (frame: Frame, wanted: boolean) => readonly ParsedItem[];
}

/** `parse` of a format that is a sequence whose frames are read synchronously. */
export const readFrames = (sequence: SynchronousSequence, payload: Uint8Array, meta: ReceiptMeta): readonly ParsedItem[] => {
  const read = sequence.open(meta, payload.subarray(0, limits.sampleBytes));
  const items: ParsedItem[] = [];
  for (const frame of framesOf(sequence, payload)) items.push(...read(frame, true));
  return items;
};

/** Decodes frames one by one: UTF-8 where valid, else the declared charset, else the Chinese charset of the whole sample. Null: neither. */
export const frameDecoder = (declared: string | undefined, sample: Uint8Array): ((bytes: Uint8Array) => string | null) => {
  let fallback: string | null | undefined;
  return (bytes) => {
    const utf8 = decodeText(bytes, 'utf-8');
    if (utf8.tag === 'text' && utf8.charset === 'utf-8') return utf8.text;
    // A cut character at the end of the sample must not spoil the guess.
    fallback ??= declared ?? guessChinese(asBuffer(sample).subarray(0, Math.max(sample.lastIndexOf(0x0a), 0))) ?? null;
    const decoded = decodeText(bytes, fallback ?? undefined);
    return decoded.tag === 'text' ? decoded.text : null;
  };
};
