import type { SentimentLabel } from '@earshot/model';
import { readIntentCues } from '../intent/cues.ts';
import { marginsOf, type Margins } from './margins.ts';
import { readFeelings, type Feeling } from './read-feeling.ts';

export interface SentimentReading {
  readonly label: SentimentLabel;
  /** -1..1. */
  readonly score: number;
  /** 0..1: how often a reading like this is right. */
  readonly confidence: number;
  /** The judging phrases, in the order of the text. */
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
const mixedText = 100;

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

/** A question, a request or an idea, and nothing said about how it was. */
const onlyAsks = (folded: string, feelings: readonly Feeling[]): boolean =>
  feelings.every(({ value }) => Math.abs(value) < 0.95) &&
  readIntentCues(folded).some(
    ({ label, weight }) => weight === 2 && (label === 'question' || label === 'request' || label === 'suggestion'),
  );

/** Half width of the neutral band around 0. */
const bandOf = (margins: Margins, feelings: readonly Feeling[], asks: boolean): number => {
  const band = clamp(0.35 - 1.5 * margins.opinion, feelings.length === 0 ? 0.05 : 0.08, 1.2);
  return asks ? Math.max(band, feelings.length === 0 ? 1.4 : 0.8) : band;
};

/** Both sides are strong and neither drowns the other; a word of contrast between them says so outright. */
const isMixed = ({ praise, complaint }: Strengths, sum: number, widest: number): boolean =>
  praise >= 1.2 && complaint >= 1 && Math.min(praise, complaint) / Math.max(praise, complaint) >= 0.3 && Math.abs(sum) < widest;

/** A long review always has two sides: there both must weigh the same. */
const widestMixed = (folded: string, feelings: readonly Feeling[]): number => {
  const widest = feelings.some(({ turned }) => turned) ? 1.1 : 0.8;
  return folded.length > mixedText ? widest / 2 : widest;
};

const neutralReading = { label: 'neutral', score: 0, confidence: 0.5, feelings: [], model: 0, rating: 0 } as const;
const round = (value: number): number => Math.round(value * 1000) / 1000;

const labelOf = (sum: number, strengths: Strengths, band: number, widest: number): SentimentLabel => {
  if (isMixed(strengths, sum, widest)) return 'mixed';
  if (Math.abs(sum) < band) return 'neutral';
  return sum > 0 ? 'positive' : 'negative';
};

const confidenceOf = (label: SentimentLabel, sum: number, band: number): number => {
  const distance = label === 'neutral' ? (band - Math.abs(sum)) * 0.8 : label === 'mixed' ? 1 - Math.abs(sum) : Math.abs(sum);
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
  const band = hints.rating !== undefined ? 0.25 : margins === undefined ? 0.1 : bandOf(margins, feelings, onlyAsks(folded, feelings));
  const label = labelOf(sum, strengths, band, widestMixed(folded, feelings));
  return {
    label,
    score: round(sum / Math.sqrt(sum * sum + 1)),
    confidence: confidenceOf(label, sum, band),
    feelings,
    model: round(model),
    rating: round(rating),
  };
};
