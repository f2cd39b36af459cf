import { useState } from 'preact/hooks';
import { withFilters } from '../address/address.ts';
import { Rows } from '../address/link.tsx';
import type { Bucket } from '../api/contract.ts';
import { useCharts } from '../charts/use-charts.ts';
import { byKey, sentimentOrder } from '../figures/sentiment.ts';
import { type Bar, barsOf } from '../figures/series.ts';
import { count } from '../format/number.ts';
import { bar as barName } from '../format/time.ts';
import { Glyph, SentimentShape } from '../icons/icons.tsx';
import { useUi } from '../ui.ts';
import type { Overview } from './overview.ts';
import { Panel } from './panel.tsx';

interface TableProps {
  readonly bars: readonly Bar[];
  readonly interval: Overview['period']['interval'];
  /** Seen by everybody, or by screen readers only. */
  readonly shown: boolean;
}

/** The chart in numbers, each of them a link as its bar is. */
const VolumeTable = ({ bars, interval, shown }: TableProps) => {
  const { t, language } = useUi();
  const focus = shown ? {} : { tabIndex: -1 };
  const cell = (bucket: Bucket | undefined) =>
    bucket === undefined || bucket.count === 0 ? (
      '0'
    ) : (
      <Rows query={bucket.query} {...focus}>
        {count(bucket.count, language)}
      </Rows>
    );
  return (
    <div class={shown ? 'table-scroll' : 'sr-only'}>
      <table>
        <caption class="sr-only">{t.panels.volume}</caption>
        <thead>
          <tr>
            <th scope="col">{t.panels.time}</th>
            <th scope="col">{t.panels.total}</th>
            {sentimentOrder.map((label) => (
              <th key={label} scope="col">
                {t.sentiments[label]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.start}>
              <th scope="row">
                {barName(bar.start, interval, language)} {bar.incomplete ? `(${t.panels.incomplete})` : ''}
              </th>
              <td>{cell(bar.bucket)}</td>
              {sentimentOrder.map((label) => (
                <td key={label}>{cell(byKey(bar.bucket).get(label))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** Colours, shapes and names; carries the numbers of the bar under the pointer. */
const Legend = ({
  bar,
  interval,
  root,
}: {
  readonly bar: Bar | null;
  readonly interval: TableProps['interval'];
  readonly root: Bucket;
}) => {
  const { t, language } = useUi();
  const of = (label: string): number =>
    bar === null
      ? (root.buckets ?? []).reduce((sum, bucket) => sum + (byKey(bucket).get(label)?.count ?? 0), 0)
      : (byKey(bar.bucket).get(label)?.count ?? 0);
  return (
    <ul class="legend">
      {sentimentOrder.map((label) => (
        <li key={label}>
          <SentimentShape label={label} /> {t.sentiments[label]} <b>{count(of(label), language)}</b>
        </li>
      ))}
      <li class="legend-time">
        {bar === null
          ? ''
          : `${barName(bar.start, interval, language)}${bar.incomplete ? ` · ${t.panels.incomplete}` : ''} · ${count(bar.bucket?.count ?? 0, language)}`}
      </li>
    </ul>
  );
};

export const VolumePanel = ({ overview }: { readonly overview: Overview }) => {
  const { t, address, go } = useUi();
  const charts = useCharts();
  const [bar, setBar] = useState<Bar | null>(null);
  const [table, setTable] = useState(false);
  const { interval } = overview.period;
  const zoom = (from: number, to: number): void =>
    go(withFilters(address, { period: { from: new Date(from).toISOString(), to: new Date(to).toISOString() } }));
  return (
    <Panel
      id="volume"
      title={t.panels.volume}
      hint={t.panels.volumeHint}
      resource={overview.volume}
      skeletonRows={6}
      actions={
        <button
          type="button"
          class="button icon-only"
          aria-pressed={table}
          title={t.panels.table}
          aria-label={t.panels.table}
          onClick={() => setTable(!table)}
        >
          <Glyph name={table ? 'chart' : 'table'} />
        </button>
      }
    >
      {(root) => {
        const bars = barsOf(root, overview.period, interval);
        return (
          <>
            <Legend bar={bar} interval={interval} root={root} />
            {table ? null : charts === null ? (
              <div class="volume-chart" />
            ) : (
              <charts.Volume bars={bars} interval={interval} onHover={setBar} onZoom={zoom} />
            )}
            <VolumeTable bars={bars} interval={interval} shown={table} />
          </>
        );
      }}
    </Panel>
  );
};
