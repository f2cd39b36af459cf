import type { Query } from '@earshot/model';
import type { QueryAnalyser } from './port.ts';
import { type Needle, phraseNeedle, positiveNeedles, wordNeedles } from './query-words.ts';

/** A query of the server. https://www.elastic.co/guide/en/elasticsearch/reference/8.19/query-dsl.html */
export type Dsl = Readonly<Record<string, unknown>>;

export const matchAll: Dsl = { match_all: {} };
export const matchNone: Dsl = { match_none: {} };

export const anyOf = (should: readonly Dsl[]): Dsl => {
  const [first] = should;
  if (first === undefined) return matchNone;
  return should.length === 1 ? first : { bool: { should, minimum_should_match: 1 } };
};

export const allOf = (filter: readonly Dsl[]): Dsl => {
  const [first] = filter;
  if (first === undefined) return matchAll;
  return filter.length === 1 ? first : { bool: { filter } };
};

// Both sides are cut at spaces; a word longer than the analyser keeps whole is cut alike on both, and found as its parts in order.
const phraseOn = (field: string, query: string, boost?: number): Dsl => ({
  match_phrase: { [field]: { query, ...(boost === undefined ? {} : { boost }) } },
});

const needleDsl = ({ tag, text }: Needle): Dsl =>
  tag === 'phrase' ? phraseOn('characters', text) : anyOf([phraseOn('tokens', text), phraseOn('titleTokens', text)]);

export const wordsDsl = (text: string, analyser: QueryAnalyser): Dsl => {
  const needles = wordNeedles(text, analyser);
  return needles.length === 0 ? matchNone : allOf(needles.map(needleDsl));
};

export const phraseDsl = (text: string, analyser: QueryAnalyser): Dsl => {
  const needle = phraseNeedle(text, analyser);
  return needle === undefined ? matchNone : needleDsl(needle);
};

const runsOf = (query: Query): readonly string[] => {
  if (query.op === 'and' || query.op === 'or') return query.clauses.flatMap(runsOf);
  return query.op === 'words' ? query.text.split(/\s+/).filter((run) => /\p{Script=Han}/u.test(run)) : [];
};

/**
 * What hits are ranked by: everything that makes a document match, and whole runs of Han that stand together as they were written; whole
 * words weigh twice. None where the condition asks for no text.
 */
export const rankingDsl = (query: Query, analyser: QueryAnalyser): readonly Dsl[] => {
  const together = runsOf(query).map((text) => phraseNeedle(text, analyser));
  const needles = [...positiveNeedles(query, analyser), ...together.filter((needle) => needle !== undefined)];
  const words = new Set(needles.map(({ tag, text }) => (tag === 'phrase' ? text.replaceAll(' ', '') : text)));
  const phrases = new Set(needles.filter(({ tag }) => tag === 'phrase').map(({ text }) => text));
  return [
    ...Array.from(words, (word) => ({ dis_max: { queries: [phraseOn('tokens', word, 2), phraseOn('titleTokens', word, 2)] } })),
    ...Array.from(phrases, (phrase) => phraseOn('characters', phrase)),
  ];
};
