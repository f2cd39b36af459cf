import type { Query } from '@earshot/model';
import { cursorOf, placeOf } from './cursor.ts';
import { compileElasticsearch } from './elasticsearch-compile.ts';
import { searchBody } from './elasticsearch-answer.ts';
import { allOf, type Dsl, rankingDsl } from './elasticsearch-match.ts';
import type { Server } from './elasticsearch-server.ts';
import { documentOf, type Stored } from './elasticsearch-source.ts';
import { highlighter } from './highlight.ts';
import type { Hit, Page, QueryAnalyser, SearchPage, SortOrder } from './port.ts';

export interface StoredHit {
  readonly _id: string;
  readonly _index: string;
  readonly _version?: number;
  readonly _score: number | null;
  readonly _source?: Stored;
  readonly sort: readonly (number | string)[];
}

interface Found {
  readonly hits: { readonly total: { readonly value: number }; readonly hits: readonly StoredHit[] };
}

/** `oldest` is `newest` read backwards; equal scores are read newest first. */
const orders: Readonly<Record<SortOrder, readonly Dsl[]>> = {
  newest: [{ '@timestamp': 'desc' }, { id: 'asc' }],
  oldest: [{ '@timestamp': 'asc' }, { id: 'desc' }],
  relevance: [{ _score: 'desc' }, { '@timestamp': 'desc' }, { id: 'asc' }],
};

const ranked = (query: Query, sort: SortOrder, analyser: QueryAnalyser): Dsl => {
  const filter = [compileElasticsearch(query, analyser)];
  const should = sort === 'relevance' ? rankingDsl(query, analyser) : [];
  return should.length === 0 ? { bool: { filter } } : { bool: { filter: [allOf(filter)], should, minimum_should_match: 0 } };
};

/** One page of hits and the exact total. @throws BadCursor, IndexOutage */
export const searchElasticsearch = async (
  server: Server,
  prefix: string,
  query: Query,
  page: Page,
  analyser: QueryAnalyser,
): Promise<SearchPage> => {
  const { sort, size, cursor } = page;
  const place = cursor === undefined ? undefined : placeOf(query, sort, cursor);
  const behind = place === undefined ? undefined : [...(sort === 'relevance' ? [place.score] : []), place.timestamp, place.id];
  const body = {
    query: ranked(query, sort, analyser),
    size: size + 1,
    sort: orders[sort],
    track_total_hits: true,
    ...(behind === undefined ? {} : { search_after: behind }),
  };
  const { hits: found } = (await searchBody(server, `/${prefix}/_search`, body)) as Found;
  const mark = page.highlight === true ? highlighter(query, analyser) : () => [];
  const shown = found.hits.slice(0, size);
  const hits = shown.flatMap(({ _id, _score, _source }): Hit[] => {
    const document = documentOf(_source ?? {});
    return document === null ? [] : [{ id: _id, score: _score ?? 0, document, highlights: mark(document) }];
  });
  const last = found.hits.length > size ? shown.at(-1) : undefined;
  const [timestamp, id] = last?.sort.slice(-2) ?? [];
  const next =
    last === undefined ? {} : { cursor: cursorOf(query, sort, { score: last._score ?? 0, timestamp: Number(timestamp), id: String(id) }) };
  return { hits, total: { value: found.hits.length === 0 && place === undefined ? 0 : found.total.value, relation: 'eq' }, ...next };
};
