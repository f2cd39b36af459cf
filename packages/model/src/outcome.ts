import type { Fault } from './faults.ts';

/** Milliseconds since the Unix epoch. */
export type Instant = number;

/** Why a record was left out on purpose. Counted, visible, a metric label. */
export type DropReason = 'unwanted-source' | 'superseded';

/** Why a record waits. A metric label. */
export type ParkReason = 'dependency-unavailable' | 'not-yet-due';

/**
 * What a stage step decides about one record. Data never throws: a throw is a bug or an outage.
 * @typeParam T the record as it goes on
 */
export type Outcome<T> =
  | { readonly tag: 'ok'; readonly value: T }
  | { readonly tag: 'drop'; readonly reason: DropReason }
  | { readonly tag: 'park'; readonly until: Instant; readonly reason: ParkReason }
  | { readonly tag: 'dead'; readonly fault: Fault };

export const ok = <T>(value: T): Outcome<T> => ({ tag: 'ok', value });
export const drop = (reason: DropReason): Outcome<never> => ({ tag: 'drop', reason });
export const park = (until: Instant, reason: ParkReason): Outcome<never> => ({ tag: 'park', until, reason });
export const dead = (fault: Fault): Outcome<never> => ({ tag: 'dead', fault });
