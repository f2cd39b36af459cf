import type { SentimentLabel } from '@earshot/model';
import { marginsOf, type Margins } from './margins.ts';
import { readFeelings, type Feeling } from './read-feeling.ts';

export interface SentimentReading {
  readonly label: SentimentLabel;
  /** -1..1. */
  readonly score: number;
  /** 0..1: how often a reading like this is right. */
  readonly confidence: number;
  /** The phrases that made it, strongest first. */
  readonly feelings: readonly Feeling[];
  /** Share of the trained model in the score, signed; 0 where it was not asked. */
  readonly model: number;
  /** Share of a given rating in the score, signed; 0 without one. */
  readonly rating: number;
}

export interface SentimentHints {
  /** Rating given along, 0..1, 1 is best. */
  readonly rating?: number;
  /** False where the text is in neither Chinese nor English: then only emoji and lexicon words count. */
  readonly readable?: boolean;
}

/** Weights of the parts, fitted on texts outside the training domains; see docs/models.md. */
const blend = { lexiconHan: 0.75, lexiconLatin: 1, ratingShort: 1.4, ratingLong: 0.7 };
const saturation = 9;
const longText = 200;

interface Strengths {
  readonly praise: number;
  readonly complaint: number;
}

const strengthsOf = (feelings: readonly Feeling[]): Strengths => {
  let praise = 0;
  let complaint = 0;
  for (const { value } of feelings) {
    if (value > 0) praise += value;
    else complaint -= value;
  }
  return { praise, complaint };
};

const squash = (sum: number): number => sum / Math.sqrt(sum * sum + saturation);
const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** Half width of the neutral band around 0. */
const bandOf = (margins: Margins | undefined, feelings: readonly Feeling[], hasRating: boolean): number => {
  if (hasRating) return 0.25;
  if (margins === undefined) return 0.1;
  if (margins.opinion === undefined) return feelings.length === 0 ? 0.3 : 0.1;
  return clamp(0.5 - margins.opinion, feelings.length === 0 ? 0.2 : 0.08, 1);
};

/** Both sides are strong and neither drowns the other. */
const isMixed = ({ praise, complaint }: Strengths, sum: number): boolean =>
  praise >= 1.5 && complaint >= 1.5 && Math.min(praise, complaint) / Math.max(praise, complaint) >= 0.45 && Math.abs(sum) < 0.75;

const neutralReading = { label: 'neutral', score: 0, confidence: 0.5, feelings: [], model: 0, rating: 0 } as const;
const byStrength = (a: Feeling, b: Feeling): number => Math.abs(b.value) - Math.abs(a.value);
const round = (value: number): number => Math.round(value * 1000) / 1000;

const labelOf = (sum: number, strengths: Strengths, band: number): SentimentLabel => {
  if (isMixed(strengths, sum)) return 'mixed';
  if (Math.abs(sum) < band) return 'neutral';
  return sum > 0 ? 'positive' : 'negative';
};

const confidenceOf = (label: SentimentLabel, sum: number, band: number): number => {
  const distance = label === 'neutral' ? (band - Math.abs(sum)) * 0.8 : label === 'mixed' ? 0.75 - Math.abs(sum) : Math.abs(sum);
  return round(1 / (1 + Math.exp(-(0.1 + 2 * distance))));
};

/** The feeling of a whole text, from the trained model, the lexicons with their rules, and the rating given along. `folded` as `fold` gives it. */
export const detectSentiment = (folded: string, hints: SentimentHints = {}): SentimentReading => {
  const feelings = readFeelings(folded);
  const margins = hints.readable === false ? undefined : marginsOf(folded);
  if (margins === undefined && feelings.length === 0 && hints.rating === undefined) return neutralReading;
  const strengths = strengthsOf(feelings);
  const lexicon = squash(strengths.praise - strengths.complaint);
  const han = margins?.han ?? 0;
  const model = margins?.polarity ?? 0;
  const ratingWeight = folded.length > longText ? blend.ratingLong : blend.ratingShort;
  const rating = hints.rating === undefined ? 0 : (hints.rating - 0.5) * 2 * ratingWeight;
  const sum = model + lexicon * (han * blend.lexiconHan + (1 - han) * blend.lexiconLatin) + rating;
  const band = bandOf(margins, feelings, hints.rating !== undefined);
  const label = labelOf(sum, strengths, band);
  return {
    label,
    score: round(sum / Math.sqrt(sum * sum + 1)),
    confidence: confidenceOf(label, sum, band),
    feelings: [...feelings].sort(byStrength).slice(0, 5),
    model: round(model),
    rating: round(rating),
  };
};
