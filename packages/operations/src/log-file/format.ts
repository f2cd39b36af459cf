import { topicNames } from '@earshot/model';
import { z } from 'zod';

const base64 = z.string().regex(/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/u);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/u);
const topic = z.enum(topicNames);

/** First line. */
export const headerLine = z.strictObject({
  earshot: z.literal('log/1'),
  /** Names the log that it comes from, for ever: letters keep their identity when the file, or a later one, is imported again. */
  origin: z.string().regex(/^[a-z0-9]{4,32}$/u),
  topics: z.array(topic),
  blobs: z.boolean(),
  exportedAt: z.string(),
});

export const recordLine = z.strictObject({
  topic,
  partition: z.int().min(0),
  offset: z.int().min(0),
  /** Milliseconds since the Unix epoch. */
  appendedAt: z.number(),
  key: z.string(),
  headers: z.record(z.string(), z.string()),
  value: base64,
});

/** A piece of a blob; the pieces stand one after the other, before the first record that names the blob. */
export const blobLine = z.strictObject({ blob: sha256, data: base64, last: z.boolean() });

/** SHA-256 of every byte before this line: what it covers is whole and may be taken in. */
export const checkLine = z.strictObject({ check: sha256 });

/** Last line. */
export const endLine = z.strictObject({
  end: z.literal(true),
  records: z.partialRecord(topic, z.int().min(0)),
  blobs: z.int().min(0),
  sha256,
});

export type HeaderLine = z.infer<typeof headerLine>;
export type RecordLine = z.infer<typeof recordLine>;
export type BlobLine = z.infer<typeof blobLine>;
export type EndLine = z.infer<typeof endLine>;
export type Line = HeaderLine | RecordLine | BlobLine | z.infer<typeof checkLine> | EndLine;

const line = z.union([recordLine, blobLine, checkLine, endLine, headerLine]);

/** Null where the text is no line of this format. Never throws. */
export const readLine = (text: string): Line | null => {
  try {
    const parsed = line.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

/** Bounds of what lies between two checks; a little more than writers use. */
export const uncheckedLimits = { lines: 4096, bytes: 192 * 1_048_576 } as const;
/** A blob goes in pieces, a value of up to 64 MiB in one line. */
export const lineLimit = 96 * 1_048_576;
