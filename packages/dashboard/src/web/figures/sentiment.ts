import type { SentimentLabel } from '@earshot/model';
import type { Bucket } from '../api/contract.ts';

/** From what hurts, at the base line of every stack, to what pleases. */
export const sentimentOrder = ['negative', 'mixed', 'neutral', 'positive'] as const satisfies readonly SentimentLabel[];

/** Buckets by their term. */
export const byKey = (bucket: Bucket | undefined): ReadonlyMap<string, Bucket> =>
  new Map((bucket?.buckets ?? []).map((inner) => [String(inner.key), inner]));

/** A rate with its sampling error: `margin` is half of the 95 % interval. */
export interface Rate {
  readonly value: number;
  readonly margin: number;
  readonly n: number;
}

/**
 * Half of the 95 % interval of a difference of two shares of one sample. One message more of each kind and one of the others is added
 * (Agresti and Caffo, 2000), so that a handful of equal messages does not look certain.
 */
export const marginOf = (plus: number, minus: number, n: number): number => {
  const [a, b, size] = [(plus + 1) / (n + 3), (minus + 1) / (n + 3), n + 3];
  return 1.96 * Math.sqrt((a + b - (a - b) ** 2) / size);
};

/** Share of positive minus share of negative messages, -1..1; null without messages. */
export const balanceOf = (bucket: Bucket | undefined): Rate | null => {
  const labels = byKey(bucket);
  const n = sentimentOrder.reduce((sum, label) => sum + (labels.get(label)?.count ?? 0), 0);
  if (n === 0) return null;
  const positive = labels.get('positive')?.count ?? 0;
  const negative = labels.get('negative')?.count ?? 0;
  return { value: (positive - negative) / n, margin: marginOf(positive, negative, n), n };
};

/** Relative change; null where there was nothing to compare with. */
export const changeOf = (now: number, before: number): number | null => (before === 0 ? null : (now - before) / before);

export const metric = (bucket: Bucket | undefined, name: string): number | null => {
  const value = bucket?.metrics[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
};

/** People where the server counted them, else messages. */
export const peopleOf = (bucket: Bucket | undefined): number => metric(bucket, 'people') ?? bucket?.count ?? 0;
