import type { Aspect, SentimentLabel } from '@earshot/model';
import type { Feeling } from '../sentiment/read-feeling.ts';
import { once } from '../tokens/once.ts';
import { buildMatcher, type Match, type Phrase, type PhraseMatcher } from '../tokens/phrase-matcher.ts';
import lexicon from './lexicon.json' with { type: 'json' };

interface AspectCue {
  readonly category: string;
  /** Of a phrase that judges by itself, such as 等了一个小时; 0 for a bare term. */
  readonly judges: -1 | 0 | 1;
}

const matcher = once((): PhraseMatcher<AspectCue> => {
  const phrases: Phrase<AspectCue>[] = [];
  for (const [category, { terms, negative, positive }] of Object.entries(lexicon))
    for (const [words, judges] of [
      [negative, -1],
      [positive, 1],
      [terms, 0],
    ] as const)
      for (const text of words.split(' ')) if (text !== '') phrases.push({ text, value: { category, judges } });
  return buildMatcher(phrases);
});

const boundary = /[,，。.！!？?;；\n~～]|但是|但|不过|可惜|就是|只是|\b(?:but|however|although|though|yet|and)\b/g;

/** Clause number of every boundary: clause n ends where boundary n stands. */
const boundariesOf = (folded: string): number[] => Array.from(folded.matchAll(boundary), ({ index }) => index);

const clauseOf = (boundaries: readonly number[], at: number): number => {
  let low = 0;
  let high = boundaries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((boundaries[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
};

const implied = 1.5;
const negation = /(?:不|没|没有|并非|不是|not|never|n't|no)\s?$/;
const mostAspects = 16;

const labelOf = (value: number): SentimentLabel => (value >= 0.3 ? 'positive' : value <= -0.3 ? 'negative' : 'neutral');
const scoreOf = (value: number): number => Math.round((1000 * value) / Math.sqrt(value * value + 4)) / 1000;

interface Opinion {
  readonly value: number;
  readonly feeling?: Feeling;
}

/** The nearest judging phrase of the term's clause, or of the next clause when that names no aspect of its own. */
const opinionOf = (
  cue: Match<AspectCue>,
  clause: number,
  feelings: ReadonlyMap<number, readonly Feeling[]>,
  named: ReadonlySet<number>,
): Opinion => {
  const here = feelings.get(clause) ?? (named.has(clause + 1) ? undefined : feelings.get(clause + 1));
  if (here === undefined) return { value: 0 };
  let nearest: Feeling | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const feeling of here) {
    const gap = feeling.start >= cue.end ? feeling.start - cue.end : Math.max(0, cue.start - feeling.end) + 4;
    if (gap < least) {
      least = gap;
      nearest = feeling;
    }
  }
  return nearest === undefined ? { value: 0 } : { value: nearest.value, feeling: nearest };
};

const implicit = (folded: string, { start, end, value }: Match<AspectCue>, feelings: readonly Feeling[]): number => {
  const inside = feelings.find((feeling) => feeling.start < end && feeling.end > start && Math.sign(feeling.value) === value.judges);
  if (inside !== undefined) return Math.abs(inside.value) > implied ? inside.value : implied * value.judges;
  return negation.test(folded.slice(Math.max(0, start - 6), start)) ? -0.7 * value.judges : implied * value.judges;
};

const groupByClause = (feelings: readonly Feeling[], boundaries: readonly number[]): Map<number, Feeling[]> => {
  const groups = new Map<number, Feeling[]>();
  for (const feeling of feelings) {
    const clause = clauseOf(boundaries, feeling.core);
    const group = groups.get(clause);
    if (group === undefined) groups.set(clause, [feeling]);
    else group.push(feeling);
  }
  return groups;
};

/**
 * What was judged, and how: terms and judging phrases of the core categories, each with the opinion of its clause. `text` and `folded`
 * (as `fold` gives it) share their offsets; `feelings` come from `readFeelings`. At most sixteen, one per category, place and feeling.
 */
export const detectAspects = (text: string, folded: string, feelings: readonly Feeling[]): Aspect[] => {
  const cues = matcher()(folded);
  if (cues.length === 0) return [];
  const boundaries = boundariesOf(folded);
  const groups = groupByClause(feelings, boundaries);
  const named = new Set(cues.map(({ start }) => clauseOf(boundaries, start)));
  const seen = new Set<string>();
  const aspects: Aspect[] = [];
  for (const cue of cues) {
    const clause = clauseOf(boundaries, cue.start);
    const opinion: Opinion =
      cue.value.judges === 0 ? opinionOf(cue, clause, groups, named) : { value: implicit(folded, cue, groups.get(clause) ?? []) };
    const sentiment = labelOf(opinion.value);
    const key = `${cue.value.category} ${sentiment}`;
    if (seen.has(key) || aspects.length >= mostAspects) continue;
    seen.add(key);
    const { start, end } = cue;
    const found: Aspect = { category: cue.value.category, start, end, sentiment, score: scoreOf(opinion.value) };
    if (cue.value.judges === 0) found.term = text.slice(start, end);
    else found.opinion = text.slice(start, end);
    if (opinion.feeling !== undefined) found.opinion = text.slice(opinion.feeling.start, opinion.feeling.end);
    aspects.push(found);
  }
  // A neutral mention adds nothing beside a judgement of the same category.
  const judged = new Set(aspects.filter(({ sentiment }) => sentiment !== 'neutral').map(({ category }) => category));
  return aspects.filter(({ category, sentiment }) => sentiment !== 'neutral' || !judged.has(category));
};
