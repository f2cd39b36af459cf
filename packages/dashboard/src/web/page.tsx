import { useEffect, useRef, useState } from 'preact/hooks';
import { Drawer } from './drawer/drawer.tsx';
import { ChannelsPanel } from './panels/channels.tsx';
import { Empty, Start } from './panels/empty.tsx';
import { KeywordsPanel } from './panels/keywords.tsx';
import { LivePanel } from './panels/live.tsx';
import { askedOf, type Overview, useFirst, useOverview } from './panels/overview.ts';
import { RatingsPanel } from './panels/ratings.tsx';
import { Tiles } from './panels/tiles.tsx';
import { TopicsPanel } from './panels/topics.tsx';
import { Failure } from './panels/panel.tsx';
import { type Live, useLive } from './panels/use-live.ts';
import { VolumePanel } from './panels/volume.tsx';
import { searchVocabulary } from './query/vocabulary.ts';
import { useKeys } from './settings/use-keys.ts';
import { Help } from './top/help.tsx';
import { TopBar } from './top/top-bar.tsx';
import { useUi } from './ui.ts';
import { type Hits, useHits } from './words/use-hits.ts';
import { WordsPanel } from './words/words-panel.tsx';

/** The cursor of the keys `j` and `k` over the list, and the drawer that follows it. */
const useCursor = (hits: Hits) => {
  const { address, go } = useUi();
  const [cursor, setCursor] = useState(-1);
  // Keys can be faster than the drawing: the place stands here at once.
  const at = useRef({ row: -1, open: address.open });
  at.current.open = address.open;
  const place = (row: number): void => {
    at.current.row = row;
    setCursor(row);
  };
  useEffect(() => place(-1), [address.rows, address.q, address.sort]);
  const step = (by: 1 | -1): void => {
    const opened = hits.hits.findIndex(({ id }) => id === at.current.open);
    const from = opened >= 0 ? opened : at.current.row;
    const next = Math.min(hits.hits.length - 1, Math.max(0, from + by));
    const hit = hits.hits[next];
    if (hit === undefined) return;
    place(next);
    if (at.current.open === '') return;
    at.current.open = hit.id;
    go({ ...address, open: hit.id }, 'replace');
  };
  const open = (): void => {
    const hit = hits.hits[at.current.row];
    if (hit !== undefined) go({ ...address, open: hit.id });
  };
  return { cursor, step, open };
};

interface BodyProps {
  readonly overview: Overview;
  readonly hits: Hits;
  readonly live: Live;
  readonly query: string;
  readonly cursor: number;
  readonly fresh: number;
  readonly onFresh: () => void;
  readonly stored: number;
}

const Body = ({ overview, hits, live, query, cursor, fresh, onFresh, stored }: BodyProps) => {
  return (
    <main class="page">
      {hits.first.data?.total.value === 0 && !hits.first.outdated ? <Empty stored={stored} /> : null}
      <Tiles overview={overview} />
      <VolumePanel overview={overview} />
      <div class="side">
        <ChannelsPanel overview={overview} />
        <RatingsPanel overview={overview} />
      </div>
      <div class="column">
        <TopicsPanel overview={overview} />
        <KeywordsPanel overview={overview} />
      </div>
      <div class="column">
        <WordsPanel
          hits={hits}
          query={query}
          base={overview.volume.data?.query ?? overview.query}
          cursor={cursor}
          fresh={fresh}
          onFresh={onFresh}
        />
        <LivePanel arrivals={live.arrivals} connected={live.connected} />
      </div>
    </main>
  );
};

export const Page = ({ access }: { readonly access: number }) => {
  const { address, go, now } = useUi();
  const live = useLive(access);
  const [seen, setSeen] = useState(0);
  const [raw, setRaw] = useState(false);
  const [help, setHelp] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  const round = live.round + 1_000_000 * access;
  const first = useFirst(round);
  const overview = useOverview(address, now, first.data?.at, round);
  const query = address.rows === '' ? overview.query : address.rows;
  const known = address.period !== 'all' || first.data !== undefined;
  const empty = first.data !== undefined && first.data.total === 0 && live.total === 0;
  // The list is read: it changes when asked to, not under the reader's eyes.
  const hits = useHits(known ? query : null, address.sort, seen + 1_000_000 * access);
  // Whichever part hears of it first: the query is one for all of them.
  const unreadable = [hits.first, ...askedOf(overview)].find(({ error }) => error?.problem.status === 422);
  const { cursor, step, open } = useCursor(hits);
  // What came while another list was opened is in that list already.
  useEffect(() => setSeen(live.total), [query, address.sort]);

  useKeys({
    search: () => input.current?.select(),
    step,
    open,
    raw: () => setRaw(!raw),
    back: () => {
      if (address.open !== '') go({ ...address, open: '' });
      else if (address.rows !== '') go({ ...address, rows: '' });
    },
    help: () => setHelp(true),
  });
  return (
    <div class="frame">
      <TopBar
        input={input}
        span={overview.period}
        vocabulary={searchVocabulary(overview)}
        newest={live.arrivals[0]}
        connected={live.connected}
        onHelp={() => setHelp(true)}
      />
      {empty ? (
        <main>
          <Start />
        </main>
      ) : unreadable !== undefined ? (
        <main class="unreadable">
          <Failure resource={unreadable} />
        </main>
      ) : (
        <Body
          overview={overview}
          hits={hits}
          live={live}
          query={query}
          cursor={cursor}
          fresh={live.total - seen}
          onFresh={() => setSeen(live.total)}
          stored={first.data?.total ?? 0}
        />
      )}
      {address.open === '' ? null : (
        <Drawer id={address.open} hit={hits.hits.find(({ id }) => id === address.open)} onStep={step} raw={raw} onRaw={setRaw} />
      )}
      {help ? <Help onClose={() => setHelp(false)} /> : null}
    </div>
  );
};
