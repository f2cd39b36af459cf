import { useEffect, useRef } from 'preact/hooks';
import { sortIds } from '../address/address.ts';
import { count } from '../format/number.ts';
import { Panel } from '../panels/panel.tsx';
import { useUi } from '../ui.ts';
import { ExportLinks } from './export.tsx';
import { Opened } from './opened.tsx';
import { Quote } from './quote.tsx';
import type { Hits } from './use-hits.ts';
import { useRows } from './use-rows.ts';

interface WordsPanelProps {
  readonly hits: Hits;
  /** The query of the list. */
  readonly query: string;
  /** The filters of the page. */
  readonly base: string;
  readonly cursor: number;
  readonly fresh: number;
  readonly onFresh: () => void;
}

const List = ({ hits, cursor }: Pick<WordsPanelProps, 'hits' | 'cursor'>) => {
  const { t, address } = useUi();
  const list = useRef<HTMLOListElement>(null);
  const total = hits.first.data?.total.value ?? 0;
  const loaded = hits.hits.length;
  const { first, last, tops, measured } = useRows(list, loaded);
  const wanted = Math.max(last, cursor + 1) >= loaded - 10;
  useEffect(() => {
    if (wanted && !hits.atEnd) hits.more();
  }, [wanted, hits.atEnd, hits.more]);
  return (
    <>
      <ol ref={list} class="quotes" style={{ height: `${tops.at(-1) ?? 0}px` }}>
        {hits.hits.slice(first, last).map((hit, offset) => (
          <Quote
            key={hit.id}
            hit={hit}
            top={tops[first + offset] ?? 0}
            measured={measured}
            position={first + offset + 1}
            total={total}
            chosen={cursor === first + offset}
            opened={address.open === hit.id}
          />
        ))}
      </ol>
      {hits.atEnd && loaded > 5 ? <p class="end">{t.words.end}</p> : null}
    </>
  );
};

export const WordsPanel = ({ hits, query, base, cursor, fresh, onFresh }: WordsPanelProps) => {
  const { t, address, go, language } = useUi();
  const total = hits.first.data?.total;
  const actions = (
    <>
      <label class="select">
        <span class="sr-only">{t.words.sort}</span>
        <select
          value={address.sort}
          onChange={(event) => {
            const sort = sortIds.find((id) => id === event.currentTarget.value);
            if (sort !== undefined) go({ ...address, sort });
          }}
        >
          {sortIds.map((id) => (
            <option key={id} value={id}>
              {t.sorts[id]}
            </option>
          ))}
        </select>
      </label>
      <ExportLinks query={query} />
    </>
  );
  const title =
    total === undefined
      ? t.panels.words
      : `${t.panels.words} · ${t.words.rows(`${total.relation === 'gte' ? '≈ ' : ''}${count(total.value, language)}`)}`;
  return (
    <div id="words" class="words-place">
      <Panel id="words-panel" title={title} resource={hits.first} skeletonRows={9} actions={actions}>
        {(page) => (
          <>
            <Opened base={base} />
            {fresh > 0 ? (
              <button type="button" class="fresh" onClick={onFresh}>
                {t.words.fresh(String(fresh))}
              </button>
            ) : null}
            {page.hits.length === 0 ? (
              <p class="nothing">{t.states.nothing}</p>
            ) : (
              <div class="quotes-scroll">
                <List key={query} hits={hits} cursor={cursor} />
              </div>
            )}
          </>
        )}
      </Panel>
    </div>
  );
};
