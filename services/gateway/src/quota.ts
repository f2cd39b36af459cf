import { fault } from '@earshot/model';
import { type Clock, RequestFault } from '@earshot/platform';

export interface QuotaOptions {
  readonly clock: Pick<Clock, 'elapsed'>;
  /** What one source may send in the long run. */
  readonly itemsPerSecond: number;
  /** What it may send at once after it was quiet, in seconds of its rate. Default 60. */
  readonly burstSeconds?: number;
}

/** A share of the intake for every source, so that a flood of one is pushed back to it alone. */
export interface SourceQuota {
  /** @throws RequestFault 429 with Retry-After while the source has used up its share */
  check(source: string): void;
  /** What the source has sent; a batch may be larger than its share, which it then pays back by waiting. */
  charge(source: string, items: number): void;
}

/** More sources than these at once, and the quiet ones are forgotten: they start with a full share again. */
const maxSources = 10_000;

interface Bucket {
  tokens: number;
  at: number;
}

/** A token bucket for each source, in this process. */
export const sourceQuota = ({ clock, itemsPerSecond, burstSeconds = 60 }: QuotaOptions): SourceQuota => {
  const capacity = itemsPerSecond * burstSeconds;
  const buckets = new Map<string, Bucket>();
  const refilled = (source: string): Bucket => {
    const now = clock.elapsed();
    const known = buckets.get(source) ?? { tokens: capacity, at: now };
    known.tokens = Math.min(capacity, known.tokens + ((now - known.at) / 1000) * itemsPerSecond);
    known.at = now;
    // Back to the end: the first of the map is whom nobody heard of for longest.
    buckets.delete(source);
    buckets.set(source, known);
    for (const [oldest] of buckets) {
      if (buckets.size <= maxSources) break;
      buckets.delete(oldest);
    }
    return known;
  };
  return {
    check: (source) => {
      const { tokens } = refilled(source);
      if (tokens > 0) return;
      const seconds = Math.max(1, Math.ceil((1 - tokens) / itemsPerSecond));
      throw new RequestFault(fault('err:intake:capacity:over-quota', { detail: `${itemsPerSecond} items a second for each source` }), {
        headers: { 'retry-after': `${seconds}` },
      });
    },
    charge: (source, items) => {
      refilled(source).tokens -= items;
    },
  };
};

/** No limits. */
export const openQuota: SourceQuota = { check: () => undefined, charge: () => undefined };
