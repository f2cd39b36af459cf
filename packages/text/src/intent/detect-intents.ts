import type { Intent } from '@earshot/model';
import type { SentimentReading } from '../sentiment/detect-sentiment.ts';
import { readIntentCues, type IntentEvidence } from './cues.ts';

export interface IntentReading {
  /** Every intent with a score of at least 0.3, strongest first; `other` alone where there is none. */
  readonly intents: readonly { readonly label: Intent; readonly score: number }[];
  readonly evidence: readonly IntentEvidence[];
}

const asks = /[?？]/g;
const leastScore = 0.3;

/** Weight to score: 1 is 0.39, 2 is 0.63, 4 is 0.86. */
const scoreOf = (weight: number): number => Math.round((1 - Math.exp(-weight / 2)) * 1000) / 1000;

const weighEvidence = (evidence: readonly IntentEvidence[]): Map<Intent, number> => {
  const weights = new Map<Intent, number>();
  // The strongest cue counts whole, each further one half of the one before: ten thanks are no ten intents.
  const sorted = [...evidence].sort((a, b) => b.weight - a.weight);
  const counts = new Map<Intent, number>();
  for (const { label, weight } of sorted) {
    const seen = counts.get(label) ?? 0;
    counts.set(label, seen + 1);
    weights.set(label, (weights.get(label) ?? 0) + weight / 2 ** seen);
  }
  return weights;
};

const addFeeling = (weights: Map<Intent, number>, { label, score, feelings }: SentimentReading): void => {
  const most = feelings.reduce((top, { value }) => Math.max(top, value), 0);
  const least = feelings.reduce((low, { value }) => Math.min(low, value), 0);
  const add = (intent: Intent, weight: number): void => {
    weights.set(intent, (weights.get(intent) ?? 0) + weight);
  };
  if (label === 'negative') add('complaint', 1.2 - score * 2);
  if (label === 'positive') add('praise', 1 + score * 2);
  if (label === 'mixed') {
    add('complaint', 1.4);
    add('praise', 1);
  }
  if (label === 'positive' && least > -1) weights.delete('complaint');
  if (label === 'positive' && least <= -1.5) add('complaint', 0.4);
  if (label === 'negative' && most < 1.5) weights.delete('praise');
  // Asks calmly, yet for what goes wrong.
  if (label === 'neutral' && score < -0.1 && (weights.get('complaint') ?? 0) > 0) add('complaint', 0.9);
  if (label === 'neutral') {
    if (least > -1) weights.set('complaint', (weights.get('complaint') ?? 0) * 0.7);
    weights.set('praise', (weights.get('praise') ?? 0) * 0.6);
  }
};

const settle = (weights: Map<Intent, number>, { label }: SentimentReading, marks: number): void => {
  const question = weights.get('question') ?? 0;
  const others = Math.max(weights.get('request') ?? 0, weights.get('suggestion') ?? 0);
  // A bare question word (what, 什么) asks nothing without a question mark or a second cue.
  if (marks === 0 && question < 2) weights.delete('question');
  else if (marks > 0) weights.set('question', question + (others > 1.5 ? 0.4 : 1.2));
  if (label === 'negative' && question > 0) weights.set('question', (weights.get('question') ?? 0) * 0.6);
  if (label === 'positive') {
    weights.set('question', (weights.get('question') ?? 0) * (marks === 0 ? 0.4 : 0.8));
    weights.set('churn', (weights.get('churn') ?? 0) * 0.3);
    weights.set('request', (weights.get('request') ?? 0) * 0.6);
  }
  // A lone weak cue (please, 请, should) is politeness, not an intent.
  for (const intent of ['request', 'suggestion'] as const)
    if ((weights.get(intent) ?? 0) <= 1) weights.set(intent, (weights.get(intent) ?? 0) * 0.6);
};

/** What the customer wants, several at once, from cue phrases of both languages and the feeling. `folded` as `fold` gives it. */
export const detectIntents = (folded: string, sentiment: SentimentReading): IntentReading => {
  const evidence = readIntentCues(folded);
  const weights = weighEvidence(evidence);
  addFeeling(weights, sentiment);
  settle(weights, sentiment, folded.match(asks)?.length ?? 0);
  const intents = [...weights]
    .map(([label, weight]) => ({ label, score: scoreOf(weight) }))
    .filter(({ score }) => score >= leastScore)
    .sort((a, b) => b.score - a.score);
  const named = new Set<Intent>(intents.map(({ label }) => label));
  return {
    intents: intents.length === 0 ? [{ label: 'other', score: 0.5 }] : intents,
    evidence: evidence.filter(({ label }) => named.has(label)),
  };
};
