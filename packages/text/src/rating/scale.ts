import type { Rating, RatingKind } from '@earshot/model';

export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly kind: RatingKind;
}

/** Scales of the kinds as their inventors set them: NPS (Reichheld 2003), CSAT five steps, CES 2.0 seven steps. */
export const scales: Readonly<Record<RatingKind, Scale>> = {
  stars: { min: 1, max: 5, kind: 'stars' },
  nps: { min: 0, max: 10, kind: 'nps' },
  csat: { min: 1, max: 5, kind: 'csat' },
  ces: { min: 1, max: 7, kind: 'ces' },
  thumb: { min: 0, max: 1, kind: 'thumb' },
  label: { min: 0, max: 1, kind: 'label' },
};

/** Lowest value of a scale of which only the highest is known. */
export const lowestOf = (max: number, kind: RatingKind | undefined): number => {
  if (kind !== undefined && kind !== 'stars') return scales[kind].min < max ? scales[kind].min : 0;
  return max <= 1 || max >= 100 ? 0 : 1;
};

/** Scale of a bare number: up to 5 stars, up to 10 a ten-step scale, beyond that none. */
export const scaleOfBare = (value: number): Scale | null => {
  if (value < 0 || value > 10) return null;
  if (value > 5) return { min: 1, max: 10, kind: 'stars' };
  return value < 1 ? { min: 0, max: 5, kind: 'stars' } : scales.stars;
};

/** Rating on its scale; null where the value lies outside. */
export const onScale = (value: number, { min, max, kind }: Scale): Rating | null => {
  if (!(max > min) || !(value >= min) || !(value <= max)) return null;
  return { value, min, max, kind, normalised: Math.round(((value - min) / (max - min)) * 1e4) / 1e4 };
};
