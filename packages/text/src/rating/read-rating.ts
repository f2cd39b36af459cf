import type { Rating, RatingKind, RawRating } from '@earshot/model';
import { lowestOf, onScale, scaleOfBare, scales, type Scale } from './scale.ts';
import { readWrittenRating } from './read-written-rating.ts';

export type ReadRating =
  | { readonly tag: 'rating'; readonly rating: Rating }
  /** A number, but not on its scale. */
  | { readonly tag: 'out-of-range' }
  | { readonly tag: 'unreadable' };

const declaredScale = ({ min, max, kind }: RawRating): Scale | null => {
  if (max !== undefined) return { min: min ?? lowestOf(max, kind), max, kind: kind ?? 'stars' };
  if (kind === undefined) return null;
  return min === undefined ? scales[kind] : { ...scales[kind], min };
};

const placed = (value: number, scale: Scale | null): ReadRating => {
  const rating = scale === null ? null : onScale(value, scale);
  return rating === null ? { tag: 'out-of-range' } : { tag: 'rating', rating };
};

const bareNumber = /^[+-]?(?:\d{1,12}(?:[.,]\d{1,6})?|\.\d{1,6})$/;

const kindPrefix = /^\s*(nps|csat|ces|stars?|rating)\s*[:：=]?\s*(.+)$/i;
const kindOf = (name: string): RatingKind | undefined => {
  const folded = name.toLowerCase();
  return folded === 'nps' || folded === 'csat' || folded === 'ces' ? folded : undefined;
};

/**
 * A rating as given to one scale: numbers (a declared scale wins over a guessed one), `4/5`, "4 out of 5", ★★★☆☆, ⭐⭐⭐, 👍, 五星,
 * 四星半, 8分, 满分, 90%, 好评, "very satisfied". Never throws.
 */
export const readRating = (given: RawRating): ReadRating => {
  const scale = declaredScale(given);
  if (typeof given.value === 'number') return placed(given.value, scale ?? scaleOfBare(given.value));
  const text = given.value.normalize('NFKC').trim().slice(0, 64);
  const prefixed = kindPrefix.exec(text);
  const kind = kindOf(prefixed?.[1] ?? '');
  const body = prefixed?.[2] ?? text;
  if (bareNumber.test(body)) {
    const value = Number(body.replace(',', '.'));
    return placed(value, scale ?? (kind === undefined ? scaleOfBare(value) : scales[kind]));
  }
  const written = readWrittenRating(body);
  if (written === null) return { tag: 'unreadable' };
  return placed(written.value, { ...written.scale, kind: given.kind ?? kind ?? written.scale.kind });
};
