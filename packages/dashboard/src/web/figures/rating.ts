import type { Bucket } from '../api/contract.ts';
import { marginOf, type Rate } from './sentiment.ts';

/** 0..1 on the five steps that people know: 1..5. */
export const onFive = (normalised: number): number => 1 + 4 * normalised;

/** Bounds on `rating.normalised` of the steps 1..5, each around its own value; the last one takes in 1. */
export const fiveBounds: readonly number[] = [0, 0.125, 0.375, 0.625, 0.875, 1.001];

/** Bounds on an NPS answer of 0..10: detractors 0–6, passives 7–8, promoters 9–10. */
export const npsBounds: readonly number[] = [0, 7, 9, 11];

/** Net promoter score, -1..1, from the buckets of `npsBounds`; null without answers. */
export const npsOf = (buckets: readonly Bucket[] | undefined): Rate | null => {
  const [detractors = 0, passives = 0, promoters = 0] = (buckets ?? []).map(({ count }) => count);
  const n = detractors + passives + promoters;
  if (n === 0) return null;
  return { value: (promoters - detractors) / n, margin: marginOf(promoters, detractors, n), n };
};

/** Share of satisfied answers (the upper two of five steps) from the buckets of `fiveBounds`; null without answers. */
export const csatOf = (buckets: readonly Bucket[] | undefined): Rate | null => {
  const counts = (buckets ?? []).map(({ count }) => count);
  const n = counts.reduce((sum, value) => sum + value, 0);
  const satisfied = (counts[3] ?? 0) + (counts[4] ?? 0);
  return n === 0 ? null : { value: satisfied / n, margin: marginOf(satisfied, 0, n), n };
};
