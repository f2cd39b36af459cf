import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { SortId } from '../address/address.ts';
import type { Hit, SearchPage } from '../api/contract.ts';
import { search } from '../api/request.ts';
import { type Resource, useResource } from '../api/use-resource.ts';

const pageSize = 50;

export interface Hits {
  readonly first: Resource<SearchPage>;
  /** Of all pages loaded so far. */
  readonly hits: readonly Hit[];
  /** Loads the next page, where there is one and none is on its way. */
  readonly more: () => void;
  readonly atEnd: boolean;
}

interface Further {
  readonly of: SearchPage | undefined;
  readonly hits: readonly Hit[];
  readonly cursor: string | undefined;
}

/** Rows of a query, page after page. `round` asks for the first page anew. */
export const useHits = (query: string | null, sort: SortId, round: number): Hits => {
  const first = useResource(query === null ? null : `${sort} ${query}`, round, (signal) =>
    search({ q: query ?? '', sort, size: pageSize }, signal),
  );
  const [further, setFurther] = useState<Further>({ of: undefined, hits: [], cursor: undefined });
  const loading = useRef<AbortController | null>(null);
  const mine = further.of === first.data && further.of !== undefined;
  const cursor = mine ? further.cursor : first.data?.cursor;

  // Pages of an earlier list must not land in this one.
  useEffect(
    () => () => {
      loading.current?.abort();
      loading.current = null;
    },
    [first.data],
  );

  const more = useCallback(() => {
    if (loading.current !== null || cursor === undefined || query === null || first.outdated) return;
    const controller = new AbortController();
    loading.current = controller;
    search({ q: query, sort, size: pageSize, cursor }, controller.signal)
      .then((page) => {
        if (controller.signal.aborted) return;
        setFurther((before) => ({
          of: first.data,
          hits: [...(before.of === first.data ? before.hits : []), ...page.hits],
          cursor: page.cursor,
        }));
      })
      // The next scroll asks again.
      .catch(() => undefined)
      .finally(() => {
        if (loading.current === controller) loading.current = null;
      });
  }, [query, sort, cursor, first.data, first.outdated]);

  return { first, hits: [...(first.data?.hits ?? []), ...(mine ? further.hits : [])], more, atEnd: cursor === undefined };
};
