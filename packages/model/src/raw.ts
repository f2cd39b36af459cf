import { z } from 'zod';
import { channels, kinds, ratingKinds, roles } from './document.ts';
import { isFaultCode, type FaultCode } from './faults.ts';
import { optional } from './field.ts';

const faultRecord = z.strictObject({
  code: z.custom<FaultCode>((value) => typeof value === 'string' && isFaultCode(value)),
  path: optional(z.string()),
  detail: optional(z.string()),
});

const attachment = z.strictObject({
  filename: optional(z.string()),
  contentType: z.string(),
  bytes: z.int().min(0),
  sha256: z.string(),
});

const turn = z.strictObject({
  speaker: z.string(),
  role: optional(z.enum(roles)),
  startMs: optional(z.int()),
  endMs: optional(z.int()),
  text: z.string(),
  confidence: optional(z.number().min(0).max(1)),
});

/** What a connector understood of one message, before any cleaning: the value of `feedback.raw.v1`. */
export const rawRecord = z.strictObject({
  schema: z.literal('raw/1'),
  /** `feedbackId` of connector, account and sourceId. */
  id: z.string(),
  /** Rises with every edit at the source. */
  revision: z.int().min(0),
  /** The source took the message back: the index keeps a tombstone. */
  deleted: z.boolean(),
  channel: z.enum(channels),
  connector: z.string(),
  account: z.string(),
  sourceId: z.string(),
  url: optional(z.string()),
  /** Record key: `conversationKey`, or the id where the message stands alone. */
  conversation: z.string(),
  position: optional(z.int()),
  receipt: z.string(),
  /** ISO 8601 UTC with milliseconds. */
  receivedAt: z.string(),
  /** Source time as given, ISO 8601 with its offset where the source tells one. */
  occurredAt: optional(z.string()),
  /** Only where the source itself knows, such as our own reply in a thread. */
  kind: optional(z.enum(kinds)),
  author: optional(
    z.strictObject({
      /** Mail address, phone number or platform user id: personal data, never leaves the normalise stage. */
      address: optional(z.string()),
      name: optional(z.string()),
      role: optional(z.enum(roles)),
    }),
  ),
  title: optional(z.string()),
  body: optional(z.strictObject({ format: z.enum(['text', 'html']), content: z.string() })),
  turns: optional(z.array(turn)),
  /** As given: a number, `4/5`, `★★★☆☆`, `好评` … with the scale where the source declares one. */
  rating: optional(
    z.strictObject({
      value: z.union([z.number(), z.string()]),
      min: optional(z.number()),
      max: optional(z.number()),
      kind: optional(z.enum(ratingKinds)),
    }),
  ),
  /** BCP 47 tag that the source claims; a hint. */
  language: optional(z.string()),
  /** Mail: message id and its ancestors; social: the post answered to. Raw identifiers of the source. */
  thread: optional(
    z.strictObject({ messageId: optional(z.string()), inReplyTo: optional(z.string()), references: optional(z.array(z.string())) }),
  ),
  /** Mail headers that tell machine mail (lower-case names), such as auto-submitted. */
  headers: optional(z.record(z.string(), z.string())),
  labels: optional(z.record(z.string(), z.string())),
  attachments: optional(z.array(attachment)),
  /** The original as received: its own bytes when small, else the hash of its blob. */
  payload: optional(
    z.strictObject({ contentType: z.string(), bytes: z.int().min(0), text: optional(z.string()), blob: optional(z.string()) }),
  ),
  /** Degraded parts; the message goes on. */
  faults: z.array(faultRecord),
});

export type RawRecord = z.infer<typeof rawRecord>;
export type RawTurn = NonNullable<RawRecord['turns']>[number];
export type RawRating = NonNullable<RawRecord['rating']>;
export type RawAttachment = NonNullable<RawRecord['attachments']>[number];
