import { createHash } from 'node:crypto';
import { type DeadLetter, type Topic, topicNames } from '@earshot/model';
import { type Blobs, BlobMissing, type Clock, type Log, type LogRecord } from '@earshot/platform';
import { originalOf } from '../dead/original.ts';
import { readEntry } from '../dead/read-entry.ts';
import { always, mergedScan, surveyTopic } from '../merged-scan.ts';
import { blobsNamedIn } from './blobs-named-in.ts';
import type { Line } from './format.ts';

export interface ExportParts {
  readonly log: Pick<Log, 'scan' | 'read'>;
  /** Given: the blobs that records name are part of the file. */
  readonly blobs?: Pick<Blobs, 'get'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Name of this log, for ever: 4 to 32 small letters and digits. */
  readonly origin: string;
  readonly topics: readonly Topic[];
  /** Settles when there is room for more. */
  readonly write: (text: string) => Promise<void>;
  onProgress?(done: number, total: number): void;
}

export interface ExportReport {
  readonly records: Readonly<Partial<Record<Topic, number>>>;
  /** Blobs in the file; without `blobs`, blobs that its records name. */
  readonly blobs: number;
  /** Named by records, and nowhere to be found. */
  readonly missingBlobs: number;
  /** Letters without their value that were left out: their originals are in the file and die again where they are imported. */
  readonly lettersLeft: number;
}

const perCheck = { lines: 500, bytes: 4 * 1_048_576 };
const piece = 262_144;

/** Dead letters first: an import must know them before it meets their originals. */
const inOrder = (topics: readonly Topic[]): readonly Topic[] =>
  topicNames.filter((topic) => topics.includes(topic)).toSorted((a, b) => Number(b === 'dead') - Number(a === 'dead'));

interface Writer {
  line(line: Line): Promise<void>;
  digest(): string;
}

const checkedWriter = (write: ExportParts['write']): Writer => {
  const hash = createHash('sha256');
  let lines = 0;
  let bytes = 0;
  const put = async (line: Line): Promise<void> => {
    const text = `${JSON.stringify(line)}\n`;
    hash.update(text);
    bytes += text.length;
    lines += 1;
    await write(text);
  };
  const digest = (): string => hash.copy().digest('hex');
  return {
    line: async (line) => {
      await put(line);
      const isInside = 'blob' in line && !line.last;
      if (isInside || (lines < perCheck.lines && bytes < perCheck.bytes)) return;
      await put({ check: digest() });
      lines = 0;
      bytes = 0;
    },
    digest,
  };
};

const writeBlob = async (blobs: Pick<Blobs, 'get'>, sha256: string, writer: Writer): Promise<boolean> => {
  let held: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of blobs.get({ sha256 })) {
      held = Buffer.concat([held, chunk]);
      while (held.length > piece) {
        await writer.line({ blob: sha256, data: held.subarray(0, piece).toString('base64'), last: false });
        held = held.subarray(piece);
      }
    }
  } catch (error) {
    if (error instanceof BlobMissing) return false;
    throw error;
  }
  await writer.line({ blob: sha256, data: held.toString('base64'), last: true });
  return true;
};

const isLeft = async (log: ExportParts['log'], letter: DeadLetter, topics: readonly Topic[]): Promise<boolean> => {
  if (letter.value !== '' || !topics.some((topic) => topic === letter.topic)) return false;
  return (await originalOf(log, letter)).tag === 'record';
};

const lineOf = (topic: Topic, { partition, offset, appendedAt, key, headers, value }: LogRecord): Line => ({
  topic,
  partition,
  offset,
  appendedAt,
  key,
  headers: { ...headers },
  value: Buffer.from(value).toString('base64'),
});

/**
 * Writes topics of a log as NDJSON: a header, records in the order of the log with the blobs they name before them, checks in between, and
 * counts with a SHA-256 at the end. Holds personal data, as the log does.
 */
export const exportLog = async (parts: ExportParts): Promise<ExportReport> => {
  const { log, blobs, clock, origin, topics, write, onProgress } = parts;
  const writer = checkedWriter(write);
  const order = inOrder(topics);
  const surveys = new Map(await Promise.all(order.map(async (topic) => [topic, await surveyTopic(log, topic, always)] as const)));
  const total = [...surveys.values()].reduce((sum, { records }) => sum + records, 0);
  const records: Partial<Record<Topic, number>> = {};
  const named = new Set<string>();
  let [done, written, missingBlobs, lettersLeft] = [0, 0, 0, 0];
  await writer.line({
    earshot: 'log/1',
    origin,
    topics: [...order],
    blobs: blobs !== undefined,
    exportedAt: new Date(clock.now()).toISOString(),
  });
  for (const [topic, survey] of surveys) {
    records[topic] = 0;
    for await (const record of mergedScan(log, topic, survey)) {
      done += 1;
      onProgress?.(done, total);
      const entry = topic === 'dead' ? readEntry(record.value) : null;
      if (entry?.schema === 'dead/1' && (await isLeft(log, entry, topics))) {
        lettersLeft += 1;
        continue;
      }
      for (const sha256 of blobsNamedIn(record.value)) {
        if (named.has(sha256)) continue;
        named.add(sha256);
        if (blobs === undefined) continue;
        if (await writeBlob(blobs, sha256, writer)) written += 1;
        else missingBlobs += 1;
      }
      await writer.line(lineOf(topic, record));
      records[topic] += 1;
    }
  }
  await write(`${JSON.stringify({ end: true, records, blobs: written, sha256: writer.digest() })}\n`);
  return { records, blobs: blobs === undefined ? named.size : written, missingBlobs, lettersLeft };
};
