import { cueMatcher, type Cue } from './cue.ts';
import type { Match } from '../tokens/phrase-matcher.ts';

/** One judging phrase with what the rules made of it. */
export interface Feeling {
  /** Of the phrase with its negation and degree words; offsets into the text. */
  readonly start: number;
  readonly end: number;
  /** Where the judging word itself starts. */
  readonly core: number;
  /** Negative to positive, about -5..5. */
  readonly value: number;
  /** Stands behind a word of contrast: 但, but. */
  readonly turned: boolean;
}

const sentenceEnd = /[。！？!?\n;；]|\.(?=\s|$)/g;
const clauseEnd = /[，,、。！？!?;；:：\n]|\.(?=\s|$)/;

const blame = -1.5;
const weights = { beforeTurn: 0.65, afterTurn: 1.25, conceded: 0.65, hedgedPraise: 0.35, hedgedBlame: 0.75 };
/** A negated praise is a mild complaint; a negated complaint is a faint praise. */
const flips = { praise: -0.8, complaint: -0.45 };

const isHan = (code: number): boolean => code >= 0x3400 && code <= 0x9fff;

/** How far before a word its negation (or degree) may stand, in UTF-16 code units. */
const reachOf = (folded: string, start: number, han: number, latin: number): number => (isHan(folded.charCodeAt(start)) ? han : latin);

interface Sentence {
  readonly start: number;
  readonly end: number;
  readonly asks: boolean;
}

const sentencesOf = (folded: string): Sentence[] => {
  const sentences: Sentence[] = [];
  let start = 0;
  for (const { 0: mark, index } of folded.matchAll(sentenceEnd)) {
    if (index > start) sentences.push({ start, end: index, asks: mark === '?' || mark === '？' });
    start = index + 1;
  }
  if (start < folded.length) sentences.push({ start, end: folded.length, asks: false });
  return sentences;
};

/** The judging word at `index` with the negations and degrees before it. */
const judge = (folded: string, cues: readonly Match<Cue>[], index: number): Feeling | undefined => {
  const here = cues[index];
  if (here?.value.value === undefined || here.value.value === 0) return undefined;
  let value = here.value.value;
  let start = here.start;
  let negations = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    const cue = cues[at];
    if (cue === undefined) break;
    const gap = folded.slice(cue.end, start);
    if (cue.value.negates === true && gap.length <= reachOf(folded, here.start, 4, 22) && !clauseEnd.test(gap)) {
      negations += 1;
      start = cue.start;
    } else if (cue.value.degree !== undefined && gap.length <= reachOf(folded, here.start, 2, 8) && !clauseEnd.test(gap)) {
      value *= cue.value.degree;
      start = cue.start;
    } else break;
  }
  if (negations % 2 === 1) value *= value > 0 ? flips.praise : flips.complaint;
  return { start, end: here.end, core: here.start, value, turned: false };
};

const weigh = (folded: string, feeling: Feeling, sentence: Sentence, cues: readonly Match<Cue>[]): Feeling => {
  let weight = 1;
  let turned = false;
  let hedged = sentence.asks;
  for (const { start, end, value } of cues) {
    if (start < sentence.start || start >= sentence.end) continue;
    if (value.turns === true) {
      if (feeling.core < start) weight *= weights.beforeTurn;
      else if (feeling.core >= end) {
        weight *= weights.afterTurn;
        turned = true;
      }
    }
    if (value.concedes === true && feeling.core >= end && !clauseEnd.test(folded.slice(end, feeling.core))) weight *= weights.conceded;
    if (value.hedges === true && (start < feeling.core || folded.charCodeAt(start) === 0x5417)) hedged = true;
  }
  if (hedged) weight *= feeling.value > 0 ? weights.hedgedPraise : weights.hedgedBlame;
  return { ...feeling, value: feeling.value * Math.max(0.2, Math.min(1.6, weight)), turned };
};

const feelingsOf = (folded: string, sentence: Sentence, cues: readonly Match<Cue>[]): Feeling[] => {
  const feelings: Feeling[] = [];
  for (const [index, cue] of cues.entries()) {
    if (cue.value.blames === true) feelings.push({ start: cue.start, end: cue.end, core: cue.start, value: blame, turned: false });
    const feeling = judge(folded, cues, index);
    if (feeling !== undefined) feelings.push(weigh(folded, feeling, sentence, cues));
  }
  return feelings;
};

/** Every judging phrase of a folded text, in order, by lexicon and rules: negation, degree, contrast, concession, wish and blame. */
export const readFeelings = (folded: string): Feeling[] => {
  const cues = cueMatcher()(folded);
  if (cues.length === 0) return [];
  const feelings: Feeling[] = [];
  let from = 0;
  for (const sentence of sentencesOf(folded)) {
    while (from < cues.length && (cues[from]?.start ?? 0) < sentence.start) from += 1;
    let to = from;
    while (to < cues.length && (cues[to]?.start ?? 0) < sentence.end) to += 1;
    // A sentence of very many cues is a list or noise; the first ones tell as much, and the work stays linear.
    if (to > from) for (const feeling of feelingsOf(folded, sentence, cues.slice(from, Math.min(to, from + 60)))) feelings.push(feeling);
    from = to;
  }
  return feelings;
};
