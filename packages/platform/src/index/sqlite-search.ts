import type { DatabaseSync } from 'node:sqlite';
import type { FeedbackDocument, Query } from '@earshot/model';
import { cursorOf, type Place, placeOf } from './cursor.ts';
import { highlighter } from './highlight.ts';
import type { Hit, Page, QueryAnalyser, SearchPage, SortOrder } from './port.ts';
import { compileQuery } from './sqlite-compile.ts';
import { rankingMatch } from './sqlite-match.ts';
import { literal } from './sqlite-sql.ts';

// Whole words weigh more than characters that happen to stand together.
const weights = '2.0, 1.0';

const time = 'd."@timestamp"';

/** `oldest` is `newest` read backwards; equal scores are read newest first. */
const orders: Readonly<Record<SortOrder, string>> = {
  newest: `${time} DESC, d.id`,
  oldest: `${time}, d.id DESC`,
  relevance: `score DESC, ${time} DESC, d.id`,
};

/** Behind a place in time; the bare bound comes first, because it is what the index can start from. */
const beyondTime = ({ timestamp, id }: Place, earlier: '<' | '>', later: '<' | '>'): string =>
  `(${time} ${earlier}= ${timestamp} AND (${time} ${earlier} ${timestamp} OR d.id ${later} ${literal(id)}))`;

const behind = (sort: SortOrder, place: Place): string => {
  if (sort === 'newest') return beyondTime(place, '<', '>');
  if (sort === 'oldest') return beyondTime(place, '>', '<');
  return `(score < ${place.score} OR (score = ${place.score} AND ${beyondTime(place, '<', '>')}))`;
};

interface Row {
  readonly document: number;
  readonly id: string;
  readonly timestamp: number;
  readonly score: number;
}

const selection = (where: string, match: string | null, sort: SortOrder, place: Place | undefined): string => {
  const columns = `d.document, d.id, ${time} AS timestamp`;
  const beyond = place === undefined ? '1' : behind(sort, place);
  if (sort !== 'relevance')
    return `SELECT ${columns}, 0 AS score FROM documents d WHERE (${where}) AND ${beyond} ORDER BY ${orders[sort]} LIMIT ?`;
  const ranked =
    match === null
      ? 'SELECT 0 AS document, 0.0 AS score WHERE 0'
      : `SELECT rowid AS document, -bm25(search, ${weights}) AS score FROM search WHERE search MATCH ${literal(match)}`;
  return `WITH ranked AS MATERIALIZED (${ranked}), scored AS MATERIALIZED (
      SELECT d.document AS document, coalesce(r.score, 0.0) AS score FROM documents d LEFT JOIN ranked r ON r.document = d.document WHERE ${where})
    SELECT ${columns}, score FROM scored JOIN documents d ON d.document = scored.document WHERE ${beyond} ORDER BY ${orders.relevance} LIMIT ?`;
};

/** One page of hits and the exact total, both from one state of the index; to be called inside a snapshot. */
export const searchSqlite = (database: DatabaseSync, query: Query, page: Page, analyser: QueryAnalyser): SearchPage => {
  const { sort, size, cursor } = page;
  const place = cursor === undefined ? undefined : placeOf(query, sort, cursor);
  const where = compileQuery(query, analyser);
  const total = Number(database.prepare(`SELECT count(*) AS total FROM documents d WHERE ${where}`).get()?.['total']);
  if (total === 0) return { hits: [], total: { value: 0, relation: 'eq' } };
  const match = sort === 'relevance' ? rankingMatch(query, analyser) : null;
  const rows = database.prepare(selection(where, match, sort, place)).all(size + 1) as unknown as Row[];
  const mark = page.highlight === true ? highlighter(query, analyser) : () => [];
  const bodyOf = database.prepare('SELECT body FROM bodies WHERE document = ?');
  const shown = rows.slice(0, size);
  const hits = shown.map(({ document, id, score }): Hit => {
    const stored = JSON.parse(String(bodyOf.get(document)?.['body'])) as FeedbackDocument;
    return { id, score, document: stored, highlights: mark(stored) };
  });
  const last = rows.length > size ? shown.at(-1) : undefined;
  return { hits, total: { value: total, relation: 'eq' }, ...(last === undefined ? {} : { cursor: cursorOf(query, sort, last) }) };
};
