import type { Query } from '@earshot/model';
import type { QueryAnalyser } from './port.ts';
import { type Needle, phraseNeedle, positiveNeedles, wordNeedles } from './query-words.ts';
import { balanced } from './sqlite-sql.ts';

/** An FTS5 expression; null finds nothing. https://www.sqlite.org/fts5.html#full_text_query_syntax */
export type Match = string | null;

const string = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const needleMatch = ({ tag, text }: Needle): string => `${tag === 'token' ? 'words' : 'characters'} : ${string(text)}`;

const all = (matches: readonly Match[]): Match => {
  const found = matches.filter((match) => match !== null);
  return found.length < matches.length || found.length === 0 ? null : balanced('AND', found, '');
};

const any = (matches: readonly Match[]): Match => {
  const found = matches.filter((match) => match !== null);
  return found.length === 0 ? null : balanced('OR', found, '');
};

/** The expression of a condition on text alone; undefined where the condition asks for more. */
export const matchOf = (query: Query, analyser: QueryAnalyser): Match | undefined => {
  if (query.op === 'words') return all(wordNeedles(query.text, analyser).map(needleMatch));
  if (query.op === 'phrase') {
    const needle = phraseNeedle(query.text, analyser);
    return needle === undefined ? null : needleMatch(needle);
  }
  if ((query.op !== 'and' && query.op !== 'or') || query.clauses.length === 0) return undefined;
  const matches: Match[] = [];
  for (const clause of query.clauses) {
    const match = matchOf(clause, analyser);
    if (match === undefined) return undefined;
    matches.push(match);
  }
  return query.op === 'and' ? all(matches) : any(matches);
};

/**
 * The expression that hits are ranked by: everything that makes a document match, and whole runs of Han that stand together as they
 * were written; null where the condition asks for no text.
 */
export const rankingMatch = (query: Query, analyser: QueryAnalyser): Match => {
  const together = runsOf(query).map((text) => phraseNeedle(text, analyser));
  const needles = [...positiveNeedles(query, analyser), ...together.filter((needle) => needle !== undefined)];
  const words = needles.filter(({ tag }) => tag === 'phrase').map(({ text }): Needle => ({ tag: 'token', text: text.replaceAll(' ', '') }));
  return any([...new Set([...needles, ...words].map(needleMatch))]);
};

const runsOf = (query: Query): readonly string[] => {
  if (query.op === 'and' || query.op === 'or') return query.clauses.flatMap(runsOf);
  return query.op === 'words' ? query.text.split(/\s+/).filter((run) => /\p{Script=Han}/u.test(run)) : [];
};
