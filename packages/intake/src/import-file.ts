import path from 'node:path';
import { type ParsedItem, type ReceiptMeta, streamItems } from '@earshot/connectors';
import type { Checkpoint } from './checkpoint.ts';
import type { OpenInput, Reader } from './open-input.ts';
import type { Rejects } from './rejects.ts';
import { type IntakePorts, takeIn } from './take-in.ts';

/** What the caller knows of a file's messages and the file does not tell. */
export interface Knowledge {
  /** Source time of messages that tell none, ISO 8601. */
  readonly occurredAt?: string;
  /** Offset of source times that name none, such as +08:00. */
  readonly offset?: string;
  /** Addresses and names that are ours, lower case: what they wrote is a reply, not feedback. */
  readonly own?: ReadonlySet<string>;
}

export interface ImportJob extends Knowledge {
  readonly file: string;
  readonly input: OpenInput;
  readonly reader: Reader;
  readonly meta: Omit<ReceiptMeta, 'filename'>;
}

export interface ImportResult {
  readonly accepted: number;
  readonly rejected: number;
}

interface ImportOptions {
  readonly ports: IntakePorts;
  readonly checkpoint: Checkpoint;
  readonly rejects: Rejects;
  /** Bytes of the file read so far, and its records that are durable. */
  onProgress(read: number, accepted: number): void;
}

const batchItems = 500;
/** Mails with attachments are big: a batch also ends here. */
const batchBytes = 8_388_608;

interface Positioned {
  readonly item: ParsedItem;
  readonly next: number;
  readonly read: number;
}

const endsWithOffset = /(?:z|[+-]\d{2}:?\d{2})$/iu;

const completed = (item: ParsedItem, { occurredAt, offset, own }: Knowledge): ParsedItem => {
  if (item.tag === 'fault') return item;
  const { record } = item;
  const { address = '', name = '', role } = record.author ?? {};
  const ours = own !== undefined && (own.has(address.toLowerCase()) || own.has(name.toLowerCase()));
  const time = record.occurredAt ?? occurredAt;
  const zoned = time !== undefined && offset !== undefined && !endsWithOffset.test(time) ? `${time}${offset}` : time;
  return {
    ...item,
    record: {
      ...record,
      ...(zoned === undefined ? {} : { occurredAt: zoned }),
      ...(ours && role !== 'agent' ? { author: { ...record.author, role: 'agent' } } : {}),
    },
  };
};

async function* batches(items: AsyncIterable<Positioned>, from: number): AsyncGenerator<readonly Positioned[]> {
  let batch: Positioned[] = [];
  let batchStart = from;
  for await (const positioned of items) {
    batch.push(positioned);
    if (batch.length < batchItems && positioned.next - batchStart < batchBytes) continue;
    yield batch;
    batch = [];
    batchStart = positioned.next;
  }
  if (batch.length > 0) yield batch;
}

/** Takes one file into the log, batch by batch; the position is saved only after the append of what lies before it. */
export const importFile = async (job: ImportJob, options: ImportOptions): Promise<ImportResult> => {
  const { file, input, reader, meta } = job;
  const { ports, checkpoint, rejects, onProgress } = options;
  let { next, accepted, rejected } = checkpoint.position;
  const items = streamItems(input.bytes, { ...reader, meta: { ...meta, filename: path.basename(file) }, from: next });
  for await (const batch of batches(items, next)) {
    const parsed = batch.map(({ item }) => completed(item, job));
    const outcomes = await takeIn(ports, reader.connector.spec.name, parsed);
    const refused = outcomes.flatMap((outcome, place) => {
      if (outcome.tag === 'accepted') return [];
      const item = parsed[place];
      return [item?.tag === 'fault' ? item : ({ tag: 'fault', path: outcome.path, fault: outcome.fault } as const)];
    });
    await rejects.write(refused, file);
    next = batch.at(-1)?.next ?? next;
    accepted += outcomes.length - refused.length;
    rejected += refused.length;
    await checkpoint.save({ next, accepted, rejected });
    onProgress(batch.at(-1)?.read ?? next, accepted);
  }
  await checkpoint.clear();
  return { accepted, rejected };
};
