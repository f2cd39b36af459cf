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

/** Every cue phrase of an intent in a folded text, by start. */
export const readIntentCues = (folded: string): IntentEvidence[] =>
  matcher()(folded).map(({ start, end, value }) => ({ ...value, start, end }));
