import type { Span } from '@earshot/platform';
import type { DropReason, Fault, Instant, ParkReason } from '@earshot/model';
import type { Entry } from './lanes.ts';

/** How one flight ended for one record. */
export type Verdict =
  | { readonly tag: 'out'; readonly outcome: string }
  | { readonly tag: 'dropped'; readonly reason: DropReason }
  | { readonly tag: 'dead'; readonly fault: Fault; readonly step: string; readonly version: string }
  | { readonly tag: 'parked'; readonly until: Instant; readonly reason: ParkReason }
  /** Its own failure: again after a rest. */
  | { readonly tag: 'again' }
  /** An outage: again when the stage goes on. */
  | { readonly tag: 'outage'; readonly reason: string }
  /** Behind an earlier record of its key that must come first. */
  | { readonly tag: 'held' };

/** A record in flight. */
export interface Traveller<In, Out> {
  readonly entry: Entry;
  input?: In;
  output?: Out;
  journey: { stage: string; at: string; ms: number }[];
  verdict: Verdict | null;
  /** This flight's piece of the record's trace. */
  span: Span | null;
}

const waits = ({ tag }: Verdict): boolean => tag === 'again' || tag === 'outage' || tag === 'parked' || tag === 'held';

/** Whatever happened to it, a record behind one of its key that goes again goes again too: order before progress, repeats are harmless. */
export const holdBack = <In, Out>(travellers: readonly Traveller<In, Out>[]): void => {
  const blocked = new Set<unknown>();
  for (const traveller of travellers) {
    const { lane } = traveller.entry;
    if (blocked.has(lane)) traveller.verdict = { tag: 'held' };
    else if (traveller.verdict !== null && waits(traveller.verdict)) blocked.add(lane);
  }
};
