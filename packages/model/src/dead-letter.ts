import { z } from 'zod';
import { isFaultCode, type FaultCode } from './faults.ts';
import { optional } from './field.ts';

/** A record that no retry can mend, with all that is needed to run it again: the value of `feedback.dead.v1`. */
export const deadLetter = z.strictObject({
  schema: z.literal('dead/1'),
  /** Stable over redeliveries: topic, partition and offset of the original. */
  id: z.string(),
  /** Feedback id where the record could be read. */
  feedbackId: optional(z.string()),
  topic: z.string(),
  partition: z.int().min(0),
  offset: z.int().min(0),
  key: z.string(),
  /** Stage and step that gave up, and the step's version. */
  stage: z.string(),
  step: z.string(),
  version: z.string(),
  code: z.custom<FaultCode>((value) => typeof value === 'string' && isFaultCode(value)),
  path: optional(z.string()),
  detail: optional(z.string()),
  /** Groups equal failures: hash of stage, step, code and path. */
  fingerprint: z.string(),
  attempts: z.int().min(1),
  /** ISO 8601 UTC. */
  failedAt: z.string(),
  headers: z.record(z.string(), z.string()),
  /** Original value, base64. */
  value: z.string(),
});

export type DeadLetter = z.infer<typeof deadLetter>;
