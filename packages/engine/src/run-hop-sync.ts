import { hopRun, type Ended, type HopOptions } from './hop-run.ts';
import type { Hop } from './hop.ts';
import type { SyncMemory } from './in-memory-memory.ts';
import type { StepContext } from './step.ts';

/** `runHop` without waiting: for the pure command line, with a memory that lives in the process. */
export const runHopSync = <In extends { readonly id: string }, Out>(
  hop: Hop<In, Out>,
  records: readonly In[],
  memory: SyncMemory,
  context: StepContext,
  options: HopOptions = {},
): readonly (Ended<Out> | null)[] => {
  const run = hopRun(hop, records, context, options);
  let turn = run.next();
  while (turn.done !== true) turn = run.next(memory.claim(turn.value.claims, turn.value.windowMs, context.now));
  return turn.value;
};
