import lexiconEn from './lexicon-en.json' with { type: 'json' };
import lexiconZh from './lexicon-zh.json' with { type: 'json' };
import intents from '../intent/lexicon.json' with { type: 'json' };
import urgency from '../urgency/lexicon.json' with { type: 'json' };
import { once } from '../tokens/once.ts';
import { buildMatcher, type Phrase, type PhraseMatcher } from '../tokens/phrase-matcher.ts';

/** What a phrase does to the feeling of its sentence; several at once where it does several things. */
export interface Cue {
  /** -3..3; 0 shields a longer word from the shorter ones inside it, such as 好像 from 好. */
  value?: number;
  negates?: boolean;
  /** Multiplies the next value. */
  degree?: number;
  /** What follows counts more than what went before: but, 但是. */
  turns?: boolean;
  /** Its own clause counts less: although, 虽然. */
  concedes?: boolean;
  /** A question or exclamation that blames: 难道, are you kidding. */
  blames?: boolean;
  /** A wish, condition or question: praise in it is not praise. */
  hedges?: boolean;
}

const values = ['3', '2', '1', '0', '-1', '-2', '-3'] as const;
type Lexicon = typeof lexiconEn | typeof lexiconZh;

const collect = (cues: Map<string, Cue>, words: string, effect: Cue): void => {
  for (const word of words.split(' ')) if (word !== '') cues.set(word, { ...effect, ...cues.get(word) });
};

const cuesOf = (lexicon: Lexicon): Map<string, Cue> => {
  const cues = new Map<string, Cue>();
  for (const value of values) collect(cues, lexicon[value], { value: Number(value) });
  for (const [factor, words] of Object.entries(lexicon.degrees)) collect(cues, words, { degree: Number(factor) });
  collect(cues, lexicon.negators, { negates: true });
  collect(cues, lexicon.contrasts, { turns: true });
  collect(cues, lexicon.concessions, { concedes: true });
  collect(cues, lexicon.rhetoric, { blames: true });
  collect(cues, lexicon.hedges, { hedges: true });
  return cues;
};

/** Trouble told without a judging word: what makes a message urgent, a complaint or a farewell also tells how the customer feels. */
const troubles = (): Map<string, Cue> => {
  const cues = new Map<string, Cue>();
  for (const reason of ['safety', 'health', 'fraud', 'stranded', 'money-missing', 'repeated-contact', 'legal'] as const)
    collect(cues, urgency[reason].words, { value: -1 });
  collect(cues, `${intents.complaint[2]} ${intents.complaint[1]}`, { value: -1 });
  collect(cues, intents.churn[3], { value: -1.5 });
  return cues;
};

/** Matches the cues of both languages in folded text. */
export const cueMatcher = once((): PhraseMatcher<Cue> => {
  const phrases: Phrase<Cue>[] = [];
  for (const cues of [cuesOf(lexiconZh), cuesOf(lexiconEn), troubles()]) for (const [text, value] of cues) phrases.push({ text, value });
  return buildMatcher(phrases);
});
