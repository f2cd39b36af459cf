import type { Hop, Memory } from '@earshot/engine';
import type { Claim, Clock, FirstSeen } from '@earshot/platform';

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

/** Tells the time of the log, record by record. */
export interface LogTime {
  readonly clock: Pick<Clock, 'now'>;
  /** The records of the next batch: each claims at its own time. */
  turnTo(records: readonly { readonly id: string; readonly at: number }[]): void;
  /** Sets the clock to when the record was appended. */
  enter(id: string): void;
}

export const logTime = (): LogTime => {
  let now = 0;
  let times = new Map<string, number>();
  return {
    clock: { now: () => now },
    turnTo: (records) => {
      // A message that comes several times in a batch claims for its first time.
      times = new Map(records.toReversed().map(({ id, at }) => [id, at]));
    },
    enter: (id) => {
      now = Math.max(now, times.get(id) ?? now);
    },
  };
};

/** Claims of one record after the other. */
const byOwner = (claims: readonly Claim[]): readonly (readonly Claim[])[] => {
  const groups: Claim[][] = [];
  for (const claim of claims) {
    const last = groups.at(-1);
    if (last?.[0]?.owner === claim.owner) last.push(claim);
    else groups.push([claim]);
  }
  return groups;
};

/**
 * What a replay remembers, so that the same message comes out as in the first run. Short windows (is it a duplicate of the last 24 hours?)
 * meet a fresh memory in the time of the log, lead-in included: the claims of the first run have expired by now, and their window would be
 * counted from today. Long ones (when was this message first received?) meet the memory of the first run, which still knows.
 */
export const replayMemory = (recent: Memory, lasting: Memory, time: Pick<LogTime, 'enter'>): Memory => ({
  claim: async (claims, windowMs) => {
    if (windowMs > longestLivedThrough) return lasting.claim(claims, windowMs);
    const answers: FirstSeen[] = [];
    for (const group of byOwner(claims)) {
      const [first] = group;
      if (first !== undefined) time.enter(first.owner);
      answers.push(...(await recent.claim(group, windowMs)));
    }
    return answers;
  },
});
