import type { Query } from '@earshot/model';
import { spacedPieces } from './characters.ts';
import type { QueryAnalyser } from './port.ts';

/**
 * One thing that a text must hold. token: a stem or code among its words. phrase: characters next to each other, as `spacedPieces` writes
 * them; a Han word is searched so, because a text may be cut into other words than the query (配送 stands in 配送员).
 */
export interface Needle {
  readonly tag: 'token' | 'phrase';
  readonly text: string;
}

const han = /\p{Script=Han}/u;
// White space and control characters stand in no token of the index.
const noToken = /[\0-\u0020\u007f]+/g;

/** Needles of bare words: all must be found. None means that nothing can be found. */
export const wordNeedles = (text: string, analyser: QueryAnalyser): readonly Needle[] => {
  const needles = new Map<string, Needle>();
  for (const word of analyser.words(text)) {
    const tag = han.test(word) ? 'phrase' : 'token';
    const sought = tag === 'phrase' ? spacedPieces(analyser.fold(word)) : word.replace(noToken, '');
    if (sought !== '') needles.set(`${tag} ${sought}`, { tag, text: sought });
  }
  return [...needles.values()];
};

/** The needle of an exact phrase; undefined where it holds neither letter nor digit. */
export const phraseNeedle = (text: string, analyser: QueryAnalyser): Needle | undefined => {
  const sought = spacedPieces(analyser.fold(text));
  return sought === '' ? undefined : { tag: 'phrase', text: sought };
};

/** Every needle that makes a document match, those under `not` left out: for highlights and ranking. */
export const positiveNeedles = (query: Query, analyser: QueryAnalyser): readonly Needle[] => {
  if (query.op === 'and' || query.op === 'or') return query.clauses.flatMap((clause) => positiveNeedles(clause, analyser));
  if (query.op === 'words') return wordNeedles(query.text, analyser);
  if (query.op !== 'phrase') return [];
  const needle = phraseNeedle(query.text, analyser);
  return needle === undefined ? [] : [needle];
};
