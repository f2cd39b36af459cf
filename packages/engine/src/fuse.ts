import type { Hop } from './hop.ts';

/** Hops run one after the other in memory, typed from the first one's records to the last one's. */
export interface Fused<In, Out> {
  readonly hops: readonly Hop<never, unknown>[];
  /** Never present at run time: carries the types. */
  readonly types?: (record: In) => Out;
}

/** Zero to four hops in a row; a hop placed before what it needs does not compile. Without hops records pass as they are. */
export function fuse<A>(): Fused<A, A>;
export function fuse<A, B>(first: Hop<A, B>): Fused<A, B>;
export function fuse<A, B, C>(first: Hop<A, B>, second: Hop<B, C>): Fused<A, C>;
export function fuse<A, B, C, D>(first: Hop<A, B>, second: Hop<B, C>, third: Hop<C, D>): Fused<A, D>;
export function fuse<A, B, C, D, E>(first: Hop<A, B>, second: Hop<B, C>, third: Hop<C, D>, fourth: Hop<D, E>): Fused<A, E>;
export function fuse(...hops: readonly Hop<never, unknown>[]): Fused<never, unknown> {
  return { hops };
}
