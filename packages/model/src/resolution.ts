import { z } from 'zod';
import { optional } from './field.ts';

export const resolutionActions = ['retried', 'discarded'] as const;

/** What was decided on a dead letter: a record of its own in `feedback.dead.v1`, keyed like the letter. The first one counts. */
export const resolution = z.strictObject({
  schema: z.literal('resolution/1'),
  /** Id of the dead letter. */
  letter: z.string(),
  action: z.enum(resolutionActions),
  /** ISO 8601 UTC. */
  at: z.string(),
  /** Name of the API key or of the user of the command line. */
  by: z.string(),
  reason: optional(z.string().max(500)),
});

export type Resolution = z.infer<typeof resolution>;
