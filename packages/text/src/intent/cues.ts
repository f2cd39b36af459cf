import type { Intent } from '@earshot/model';
import { once } from '../tokens/once.ts';
import { buildMatcher, type Phrase, type PhraseMatcher } from '../tokens/phrase-matcher.ts';
import lexicon from './lexicon.json' with { type: 'json' };

type Cued = Exclude<Intent, 'other'>;

interface IntentCue {
  readonly label: Cued;
  readonly weight: number;
}

export interface IntentEvidence extends IntentCue {
  readonly start: number;
  readonly end: number;
}

const matcher = once((): PhraseMatcher<IntentCue> => {
  const phrases: Phrase<IntentCue>[] = [];
  for (const [channel, [label, levels]] of Object.entries(lexicon).entries())
    for (const [weight, words] of Object.entries(levels))
      for (const text of words.split(' ')) phrases.push({ text, channel, value: { label: label as Cued, weight: Number(weight) } });
  return buildMatcher(phrases);
});

/** A sentence that opens by telling the maker what to do, not what to do for me. */
const imperative =
  /(?:^|[.!?:;\n-]\s{0,3})(?:please\s)?(?:allow|provide|add|make|bring|support|enable|include|introduce|implement|improve|expose|integrate|extend|simplify)(?=\s)(?!\s(?:me|my|us|it|sure|a\snote|one|two|an?\sextra)\b)/g;

const read = (folded: string): readonly IntentEvidence[] => {
  const evidence = matcher()(folded).map(({ start, end, value: { label, weight } }): IntentEvidence => ({ label, weight, start, end }));
  for (const { 0: words, index } of folded.matchAll(imperative))
    evidence.push({ label: 'suggestion', weight: 2, start: index, end: index + words.length });
  return evidence;
};

let last: { readonly folded: string; readonly evidence: readonly IntentEvidence[] } = { folded: '', evidence: [] };

/** Every cue phrase of an intent in a folded text. Feeling and intents ask about the same text one after the other: it is read once. */
export const readIntentCues = (folded: string): readonly IntentEvidence[] => {
  if (folded !== last.folded) last = { folded, evidence: read(folded) };
  return last.evidence;
};
