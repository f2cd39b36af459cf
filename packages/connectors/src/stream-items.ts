import { fault } from '@earshot/model';
import type { Connector, Frame, ParsedItem, ReceiptMeta, Sequence } from './connector.ts';
import { limits } from './limits.ts';
import { byteOrderMark } from './reading/decode-text.ts';

export interface StreamOptions {
  readonly connector: Connector;
  readonly format: string;
  readonly meta: ReceiptMeta;
  /** A `next` of an earlier run: items up to there are passed over. */
  readonly from?: number;
}

export interface StreamedItem {
  readonly item: ParsedItem;
  /** Where reading goes on once this item is durable; equal for all items of one message. UTF-16 files count their UTF-8 form. */
  readonly next: number;
  /** Bytes of the source read so far, for a progress bar. */
  readonly read: number;
}

/** Collects at least the sample, so that the charset is told from the same bytes however the source is cut into chunks. */
async function* resampled(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array[] = [];
  let size = 0;
  let begun = false;
  for await (const chunk of source) {
    if (begun) {
      yield chunk;
      continue;
    }
    head.push(chunk);
    size += chunk.length;
    if (size < limits.sampleBytes) continue;
    begun = true;
    yield Buffer.concat(head);
    head = [];
  }
  if (!begun) yield Buffer.concat(head);
}

/** UTF-16 with a byte order mark as UTF-8: its line ends are no single bytes. */
async function* asUtf8(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: InstanceType<typeof TextDecoder> | null | undefined;
  for await (const chunk of source) {
    if (decoder === undefined) {
      const mark = byteOrderMark(chunk);
      decoder = mark === 'utf-16le' || mark === 'utf-16be' ? new TextDecoder(mark) : null;
    }
    yield decoder === null ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }));
  }
}

async function* streamSequence(
  sequence: Sequence,
  source: AsyncIterable<Uint8Array>,
  { meta, from = 0 }: StreamOptions,
): AsyncGenerator<StreamedItem> {
  const splitter = sequence.split();
  let read: ReturnType<Sequence['open']> | undefined;
  let bytes = 0;
  const items = async function* (frames: readonly Frame[]): AsyncGenerator<StreamedItem> {
    for (const frame of frames) {
      const wanted = frame.end > from;
      const parsed = read?.(frame, wanted) ?? [];
      for (const item of parsed instanceof Promise ? await parsed : parsed) yield { item, next: frame.end, read: bytes };
    }
  };
  for await (const chunk of asUtf8(resampled(source))) {
    read ??= sequence.open(meta, chunk.subarray(0, limits.sampleBytes));
    bytes += chunk.length;
    yield* items(splitter.push(chunk));
  }
  yield* items(splitter.flush());
}

async function* streamWhole(
  source: AsyncIterable<Uint8Array>,
  { connector, format, meta, from = 0 }: StreamOptions,
): AsyncGenerator<StreamedItem> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size <= limits.payloadBytes) chunks.push(chunk);
  }
  if (size <= from) return;
  if (size > limits.payloadBytes) {
    const tooLarge = fault('err:intake:client:too-large', { detail: `limit ${limits.payloadBytes} bytes for ${format}` });
    yield { item: { tag: 'fault', path: '', fault: tooLarge }, next: size, read: size };
    return;
  }
  for (const item of await connector.parse(Buffer.concat(chunks), { ...meta, format })) yield { item, next: size, read: size };
}

/**
 * Items of a file one at a time: NDJSON, CSV and mbox in constant memory, other formats held whole within their limit.
 * @param source the file from its first byte, also when reading resumes: row numbers and the header row count
 */
export const streamItems = (source: AsyncIterable<Uint8Array>, options: StreamOptions): AsyncGenerator<StreamedItem> => {
  const sequence = options.connector.sequences?.[options.format];
  return sequence === undefined ? streamWhole(source, options) : streamSequence(sequence, source, options);
};
