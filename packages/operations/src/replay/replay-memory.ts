import type { Hop, Memory } from '@earshot/engine';

/** Memory windows up to here are lived through again; longer ones are asked of the lasting memory. */
const longestLivedThrough = 7 * 86_400_000;

interface Windowed {
  readonly hops: readonly Hop<never, unknown>[];
}

const windowsOf = (hop: Hop<never, unknown>): readonly number[] =>
  hop.steps.flatMap((step) => (step.kind === 'memory' && step.windowMs <= longestLivedThrough ? [step.windowMs] : []));

/** How far before the range a replay must begin to remember, milliseconds: the longest window that is lived through. */
export const leadInOf = ({ hops }: Windowed): number => Math.max(0, ...hops.flatMap(windowsOf));

/** The hops that the records of the lead-in go through: up to the last one with such a window. */
export const leadInHops = ({ hops }: Windowed): readonly Hop<never, unknown>[] =>
  hops.slice(0, hops.findLastIndex((hop) => windowsOf(hop).length > 0) + 1);

/**
 * What a replay remembers, so that the same message comes out as in the first run. Short windows (is it a duplicate of the last 24 hours?)
 * meet a fresh memory in the time of the log, lead-in included: the claims of the first run have expired by now, and their window would be
 * counted from today. Long ones (when was this message first received?) meet the memory of the first run, which still knows.
 */
export const replayMemory = (recent: Memory, lasting: Memory): Memory => ({
  claim: (claims, windowMs) => (windowMs <= longestLivedThrough ? recent : lasting).claim(claims, windowMs),
});
