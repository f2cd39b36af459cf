import type { Bucket } from '../api/contract.ts';
import { byKey, marginOf, type Rate } from './sentiment.ts';

/** 0..1 on the five steps that people know: 1..5. */
export const onFive = (normalised: number): number => 1 + 4 * normalised;

/** Cuts `rating.normalised` into the steps 1..5, each around its own value. */
export const fiveBounds: readonly number[] = [0.125, 0.375, 0.625, 0.875];

/** Cuts an NPS answer of 0..10 into detractors 0–6, passives 7–8 and promoters 9–10. */
export const npsBounds: readonly number[] = [7, 9];

/** One bucket for each range that the bounds cut, lowest first; undefined where nothing lies in it. The server names them `0.5..1`. */
export const rangesOf = (root: Bucket | undefined, bounds: readonly number[]): readonly (Bucket | undefined)[] => {
  const found = byKey(root);
  return [...bounds, '*'].map((to, place) => found.get(`${bounds[place - 1] ?? '*'}..${to}`));
};

const countsOf = (root: Bucket | undefined, bounds: readonly number[]): readonly number[] =>
  rangesOf(root, bounds).map((bucket) => bucket?.count ?? 0);

/** Net promoter score, -1..1, from the ranges of `npsBounds`; null without answers. */
export const npsOf = (root: Bucket | undefined): Rate | null => {
  const [detractors = 0, passives = 0, promoters = 0] = countsOf(root, npsBounds);
  const n = detractors + passives + promoters;
  if (n === 0) return null;
  return { value: (promoters - detractors) / n, margin: marginOf(promoters, detractors, n), n };
};

/** Share of satisfied answers (the upper two of five steps) from the ranges of `fiveBounds`; null without answers. */
export const csatOf = (root: Bucket | undefined): Rate | null => {
  const counts = countsOf(root, fiveBounds);
  const n = counts.reduce((sum, value) => sum + value, 0);
  const satisfied = (counts[3] ?? 0) + (counts[4] ?? 0);
  return n === 0 ? null : { value: satisfied / n, margin: marginOf(satisfied, 0, n), n };
};
