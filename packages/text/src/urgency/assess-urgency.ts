import type { Intent, UrgencyLevel } from '@earshot/model';
import type { SentimentReading } from '../sentiment/detect-sentiment.ts';
import { once } from '../tokens/once.ts';
import { buildMatcher, type Phrase, type PhraseMatcher } from '../tokens/phrase-matcher.ts';
import lexicon from './lexicon.json' with { type: 'json' };

export type UrgencyReason = keyof typeof lexicon;

interface UrgencyCue {
  readonly reason: UrgencyReason;
  readonly critical: boolean;
}

export interface UrgencyEvidence extends UrgencyCue {
  readonly start: number;
  readonly end: number;
}

export interface UrgencyReading {
  readonly level: UrgencyLevel;
  /** 0..1. */
  readonly score: number;
  /** Why, strongest first. */
  readonly reasons: readonly UrgencyReason[];
  readonly evidence: readonly UrgencyEvidence[];
}

const matcher = once((): PhraseMatcher<UrgencyCue> => {
  const phrases: Phrase<UrgencyCue>[] = [];
  for (const [channel, [reason, { level, words }]] of Object.entries(lexicon).entries()) {
    const value: UrgencyCue = { reason: reason as UrgencyReason, critical: level === 'critical' };
    for (const text of words.split(' ')) phrases.push({ text, channel, value });
  }
  return buildMatcher(phrases);
});

/** Praise that tells of a danger overcome is no alarm; a doubtful reading stays one. */
const isRelief = ({ label, score, feelings }: SentimentReading, evidence: readonly UrgencyEvidence[]): boolean =>
  label === 'positive' &&
  score > 0.4 &&
  feelings.some(({ value }) => value >= 1.5) &&
  feelings.every(({ value, start, end }) => value > -1 || evidence.some((cue) => cue.start < end && cue.end > start));

const calm: ReadonlySet<Intent> = new Set(['praise', 'suggestion', 'other']);

const scores = { critical: 0.9, high: 0.65, normal: 0.35, low: 0.1 } as const;

/** Reasons that alarm only together with trouble: told with praise, a question or an idea they are a plan or a story. */
const soft: ReadonlySet<UrgencyReason> = new Set(['deadline', 'public-exposure', 'repeated-contact']);

const isMild = ({ label }: SentimentReading, reason: UrgencyReason, intents: readonly Intent[]): boolean => {
  if (label === 'positive') return soft.has(reason);
  return (
    label === 'neutral' && reason !== 'repeated-contact' && soft.has(reason) && (intents[0] === 'question' || intents[0] === 'suggestion')
  );
};

const levelOf = (evidence: readonly UrgencyEvidence[], sentiment: SentimentReading, intents: readonly Intent[]): UrgencyLevel => {
  if (evidence.some(({ critical }) => critical)) return isRelief(sentiment, evidence) ? 'normal' : 'critical';
  if (evidence.length > 0 && !isRelief(sentiment, evidence)) return 'high';
  const top = intents[0] ?? 'other';
  return calm.has(top) && sentiment.label !== 'negative' ? 'low' : 'normal';
};

/** How soon a person should look, by phrases of both languages; tuned to miss little. `folded` as `fold` gives it. */
export const assessUrgency = (folded: string, sentiment: SentimentReading, intents: readonly Intent[]): UrgencyReading => {
  const found = matcher()(folded).map(({ start, end, value }): UrgencyEvidence => ({ ...value, start, end }));
  const evidence = found.filter(({ reason }) => !isMild(sentiment, reason, intents));
  const level = levelOf(evidence, sentiment, intents);
  const reasons = [...new Set([...evidence].sort((a, b) => Number(b.critical) - Number(a.critical)).map(({ reason }) => reason))];
  const alarmed = level === 'critical' || level === 'high';
  const score = scores[level] + (alarmed ? Math.min(0.09, 0.03 * (reasons.length - 1)) : 0);
  return { level, score, reasons: alarmed ? reasons : [], evidence: alarmed ? evidence : [] };
};
