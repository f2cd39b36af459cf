import { topics } from '@earshot/model';
import { BlobMissing, type Blobs } from '../blobs/port.ts';
import type { AppendOutcome, Batch, Log, LogRecord, NewRecord } from './port.ts';

export interface ClaimCheckOptions {
  readonly log: Log;
  readonly blobs: Pick<Blobs, 'get' | 'put'>;
  /** Largest value that goes by way of a blob, bytes. Default 64 MiB. */
  readonly largestBytes?: number;
}

/** CloudEvents extension `dataref` (cloudevents/extensions/dataref.md): the value lies elsewhere, here under its hash. */
const header = 'ce_dataref';
const form = /^sha256:([0-9a-f]{64});bytes=(\d+)$/u;
/** Room for key, headers and the log's own framing beside the value. */
const framingBytes = 16_384;

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/**
 * A log that carries values over a topic's size limit by reference (the claim-check pattern of Hohpe and Woolf): the bytes go into the
 * blobs, durable before the record is, and come back where it is read. Records of other producers pass as they are.
 * Where the blob is gone for good the record comes with its reference and without its value: unreadable, and once the blob is back, replayable.
 */
export const claimCheckLog = ({ log, blobs, largestBytes = 64 * 1_048_576 }: ClaimCheckOptions): Log => {
  const checkIn = async (record: NewRecord, limit: number): Promise<NewRecord> => {
    const { byteLength } = record.value;
    if (byteLength <= limit - framingBytes || byteLength > largestBytes) return record;
    const { sha256 } = await blobs.put(once(record.value));
    return { ...record, value: new Uint8Array(), headers: { ...record.headers, [header]: `sha256:${sha256};bytes=${byteLength}` } };
  };

  const redeem = async (record: LogRecord): Promise<LogRecord> => {
    const reference = form.exec(record.headers[header] ?? '');
    if (reference === null) return record;
    const [, sha256 = '', bytes = '0'] = reference;
    const chunks: Uint8Array[] = [];
    try {
      for await (const chunk of blobs.get({ sha256 })) chunks.push(chunk);
    } catch (error) {
      if (error instanceof BlobMissing) return record;
      throw error;
    }
    const value = Buffer.concat(chunks);
    if (value.byteLength !== Number(bytes)) return record;
    const { [header]: _, ...headers } = record.headers;
    return { ...record, value, headers };
  };

  const redeemAll = async (records: readonly LogRecord[]): Promise<readonly LogRecord[]> =>
    records.some(({ headers }) => headers[header] !== undefined) ? Promise.all(records.map(redeem)) : records;

  return {
    append: async (topic, records): Promise<readonly AppendOutcome[]> => {
      const limit = topics[topic].maxMessageBytes;
      const small = records.every(({ value }) => value.byteLength <= limit - framingBytes);
      const outcomes = await log.append(topic, small ? records : await Promise.all(records.map((record) => checkIn(record, limit))));
      return outcomes.map((outcome) => (outcome.tag === 'refused' ? { ...outcome, limitBytes: largestBytes } : outcome));
    },
    subscribe: async (topic, group, limits) => {
      const subscription = await log.subscribe(topic, group, limits);
      return {
        batches: async function* (): AsyncGenerator<Batch> {
          for await (const batch of subscription.batches()) yield { ...batch, records: await redeemAll(batch.records) };
        },
        commit: (partition, epoch, next) => subscription.commit(partition, epoch, next),
        onRevoke: (drain) => subscription.onRevoke(drain),
        close: () => subscription.close(),
      };
    },
    lag: (topic, group) => log.lag(topic, group),
    read: async (topic, partition, offset) => {
      const record = await log.read(topic, partition, offset);
      return record === null ? null : redeem(record);
    },
    scan: async function* (topic, from) {
      for await (const record of log.scan(topic, from)) yield await redeem(record);
    },
    close: () => log.close(),
  };
};
