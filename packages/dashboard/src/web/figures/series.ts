import type { Bucket, Interval } from '../api/contract.ts';
import { addTo, startsWithin, type Period } from '../period/period.ts';

/** One bar of a chart over time; without a bucket nothing was said then. */
export interface Bar {
  readonly start: number;
  readonly end: number;
  readonly bucket?: Bucket;
  /** Time goes on within it: its count will grow. */
  readonly incomplete: boolean;
}

/** Lays the server's buckets on the bars of the period. A bucket that starts between two bars belongs to the earlier one. */
export const barsOf = (root: Bucket | undefined, period: Period, interval: Interval): readonly Bar[] => {
  const starts = startsWithin(period, interval);
  const found = new Map<number, Bucket>();
  const sorted = (root?.buckets ?? []).map((bucket) => ({ at: Date.parse(String(bucket.key)), bucket })).sort((a, b) => a.at - b.at);
  let index = 0;
  for (const { at, bucket } of sorted) {
    while (index + 1 < starts.length && (starts[index + 1] ?? Infinity) <= at) index += 1;
    const start = starts[index];
    if (start !== undefined && at >= start && !found.has(start)) found.set(start, bucket);
  }
  return starts.map((start) => {
    const end = addTo(start, 1, interval);
    const bucket = found.get(start);
    return { start, end, incomplete: period.open && end > period.to, ...(bucket === undefined ? {} : { bucket }) };
  });
};

/** A bar that stands out, beside the usual value. */
export interface Unusual {
  readonly index: number;
  readonly value: number;
  readonly usual: number;
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

/**
 * The highest value far above the usual one: at least 5, twice the median and three Poisson deviations over it. Null where nothing
 * stands out or there are fewer than six values to compare with.
 */
export const unusualOf = (values: readonly number[]): Unusual | null => {
  if (values.length < 6) return null;
  const usual = median(values);
  const highest = Math.max(...values);
  if (highest < 5 || highest < 2 * usual || highest < usual + 3 * Math.sqrt(usual + 1)) return null;
  return { index: values.indexOf(highest), value: highest, usual };
};
