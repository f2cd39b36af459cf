import type { FeedbackDocument, Query } from '@earshot/model';
import { searchBody } from './elasticsearch-answer.ts';
import { compileElasticsearch } from './elasticsearch-compile.ts';
import type { Dsl } from './elasticsearch-match.ts';
import type { StoredHit } from './elasticsearch-search.ts';
import type { Server } from './elasticsearch-server.ts';
import { documentOf } from './elasticsearch-source.ts';
import type { QueryAnalyser } from './port.ts';

const keepAlive = '5m';

export interface Walk {
  readonly query: Dsl;
  readonly sort: readonly Dsl[];
  /** Hits read at once. */
  readonly size: number;
  /** Which parts of each hit, such as `_source: false`. */
  readonly parts?: Dsl;
}

/**
 * Every hit of some indices as they were at the start, page by page. The server's view is given back when the walk ends or is left.
 * https://www.elastic.co/guide/en/elasticsearch/reference/8.19/paginate-search-results.html#search-after
 */
export const walkHits = async function* (server: Server, indices: string, walk: Walk): AsyncGenerator<StoredHit> {
  const opened = (await server.expect({ method: 'POST', path: `/${indices}/_pit`, query: { keep_alive: keepAlive } })) as { id: string };
  let id = opened.id;
  try {
    let behind: readonly (number | string)[] | undefined;
    for (;;) {
      const body = {
        query: walk.query,
        size: walk.size,
        sort: walk.sort,
        pit: { id, keep_alive: keepAlive },
        track_total_hits: false,
        ...walk.parts,
        ...(behind === undefined ? {} : { search_after: behind }),
      };
      const answer = (await searchBody(server, '/_search', body)) as { pit_id: string; hits: { hits: readonly StoredHit[] } };
      id = answer.pit_id;
      const { hits } = answer.hits;
      yield* hits;
      behind = hits.at(-1)?.sort;
      if (hits.length < walk.size || behind === undefined) return;
    }
  } finally {
    await server.call({ method: 'DELETE', path: '/_pit', body: { id } }).catch(() => undefined);
  }
};

/** Every document of a query, newest first. */
export const scanElasticsearch = async function* (
  server: Server,
  prefix: string,
  query: Query,
  analyser: QueryAnalyser,
): AsyncGenerator<FeedbackDocument> {
  const sort = [{ '@timestamp': 'desc' }, { id: 'asc' }];
  for await (const { _source } of walkHits(server, prefix, { query: compileElasticsearch(query, analyser), sort, size: 256 })) {
    const document = documentOf(_source ?? {});
    if (document !== null) yield document;
  }
};
