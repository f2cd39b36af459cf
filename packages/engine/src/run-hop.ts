import type { Seen } from '@earshot/platform';
import { hopRun, type Ended, type HopOptions } from './hop-run.ts';
import type { Hop } from './hop.ts';
import type { StepContext } from './step.ts';

/** What memory steps need of the port `seen`. */
export type Memory = Pick<Seen, 'claim'>;

/**
 * Runs a hop over a batch: one `claim` round trip per memory step, however many records. One ending per record, in order; null for a
 * record held behind a parked one of its key (only with `options.keys`).
 * A throw inside a step ends its own record as dead `err:stage:platform:unmet-promise`.
 * @throws what `memory.claim` rejects with: an outage; running the batch again gives the same answers
 */
export const runHop = async <In extends { readonly id: string }, Out>(
  hop: Hop<In, Out>,
  records: readonly In[],
  memory: Memory,
  context: StepContext,
  options: HopOptions = {},
): Promise<readonly (Ended<Out> | null)[]> => {
  const run = hopRun(hop, records, context, options);
  let turn = run.next();
  while (turn.done !== true) turn = run.next(await memory.claim(turn.value.claims, turn.value.windowMs));
  return turn.value;
};
