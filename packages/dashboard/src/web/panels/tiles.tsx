import { Rows } from '../address/link.tsx';
import type { Bucket } from '../api/contract.ts';
import { npsOf, csatOf, onFive } from '../figures/rating.ts';
import { balanceOf, byKey, changeOf, metric, peopleOf } from '../figures/sentiment.ts';
import { barsOf } from '../figures/series.ts';
import { count, decimal, share, signed, signedDecimal, signedShare } from '../format/number.ts';
import { day, dayAndTime } from '../format/time.ts';
import { SentimentShape } from '../icons/icons.tsx';
import { allOf } from '../query/compose.ts';
import { useUi } from '../ui.ts';
import type { Overview } from './overview.ts';
import { type Change, Tile } from './tile.tsx';

const directionOf = (difference: number): Change['direction'] => (difference > 0 ? 'up' : difference < 0 ? 'down' : 'same');

const useShared = ({ period }: Overview) => {
  const { t, language } = useUi();
  const name = period.interval === 'hour' || period.interval === 'minute' ? dayAndTime : day;
  const { before } = period;
  return { t, language, versus: before === null ? '' : t.tiles.versus(`${name(before.from, language)} – ${name(before.to, language)}`) };
};

/** Growth of a count against the period before. */
const growth = (now: Bucket | undefined, before: Bucket | undefined, text: (n: string) => string, language: 'zh' | 'en'): Change | null => {
  if (now === undefined || before === undefined || before.count === 0) return null;
  const change = changeOf(now.count, before.count) ?? 0;
  return {
    direction: directionOf(change),
    text: signedShare(change, language),
    before: { text: text(count(before.count, language)), query: before.query },
  };
};

const Messages = ({ overview }: { readonly overview: Overview }) => {
  const { t, language, versus } = useShared(overview);
  const { volume, before, period } = overview;
  const bars = barsOf(volume.data, period, period.interval);
  const values = bars.map(({ bucket }) => bucket?.count ?? 0);
  return (
    <Tile
      id="messages"
      title={t.tiles.messages}
      resource={volume}
      figure={volume.data === undefined ? null : <Rows query={volume.data.query}>{count(volume.data.count, language)}</Rows>}
      detail={t.tiles.people(`${volume.data?.approximate === true ? '≈ ' : ''}${count(peopleOf(volume.data), language)}`)}
      change={growth(volume.data, before.data, t.tiles.before, language)}
      versus={versus}
      spark={{ values, low: 0, high: Math.max(1, ...values), tone: 'plain', incomplete: bars.at(-1)?.incomplete ?? false }}
    />
  );
};

/** The buckets of all bars added up by label. */
const overall = (volume: Bucket | undefined): Bucket | undefined => {
  if (volume === undefined) return undefined;
  const sums = new Map<string, Bucket>();
  for (const bar of volume.buckets ?? [])
    for (const bucket of bar.buckets ?? []) {
      const key = String(bucket.key);
      sums.set(key, { ...bucket, count: bucket.count + (sums.get(key)?.count ?? 0) });
    }
  return { ...volume, buckets: [...sums.values()] };
};

const Balance = ({ overview }: { readonly overview: Overview }) => {
  const { t, language, versus } = useShared(overview);
  const { volume, before, period } = overview;
  const bars = barsOf(volume.data, period, period.interval);
  const whole = overall(volume.data);
  const labels = byKey(whole);
  const [now, then] = [balanceOf(whole), balanceOf(before.data)];
  const points = (value: number): string => signed(value * 100, language);
  return (
    <Tile
      id="balance"
      title={t.tiles.balance}
      hint={t.tiles.balanceHint}
      resource={volume}
      figure={
        volume.data === undefined || now === null ? (
          '–'
        ) : (
          <>
            <Rows query={volume.data.query}>{points(now.value)}</Rows>{' '}
            <small title={t.tiles.balanceHint}>± {decimal(now.margin * 100, language)}</small>
          </>
        )
      }
      detail={(['positive', 'negative'] as const).map((label) => (
        <Rows key={label} query={allOf(overview.query, `sentiment:${label}`)} class="pair">
          <SentimentShape label={label} />
          <span class="sr-only">{t.sentiments[label]} </span>
          {count(labels.get(label)?.count ?? 0, language)}
        </Rows>
      ))}
      change={
        now === null || then === null || before.data === undefined
          ? null
          : {
              direction: directionOf(Math.round((now.value - then.value) * 100)),
              text: points(now.value - then.value),
              before: { text: `${t.tiles.before(points(then.value))} (${t.tiles.n(count(then.n, language))})`, query: before.data.query },
            }
      }
      versus={versus}
      spark={{
        values: bars.map(({ bucket }) => balanceOf(bucket)?.value ?? null),
        low: -1,
        high: 1,
        middle: 0,
        tone: 'plain',
        incomplete: bars.at(-1)?.incomplete ?? false,
      }}
    />
  );
};

const Rating = ({ overview }: { readonly overview: Overview }) => {
  const { t, language, versus } = useShared(overview);
  const { rated, ratedBefore, nps, csat, period } = overview;
  const bars = barsOf(rated.data, period, period.interval);
  const name = 'avg:rating.normalised';
  const [now, then] = [metric(rated.data, name), metric(ratedBefore.data, name)];
  const [promoters, satisfied] = [npsOf(nps.data), csatOf(csat.data)];
  const values = bars.map(({ bucket }) => metric(bucket, name)).map((value) => (value === null ? null : onFive(value)));
  return (
    <Tile
      id="rating"
      title={t.tiles.rating}
      hint={t.tiles.ratingHint}
      resource={rated}
      figure={
        rated.data === undefined || now === null ? (
          <span class="none">{t.tiles.none}</span>
        ) : (
          <>
            <Rows query={rated.data.query}>{decimal(onFive(now), language)}</Rows>{' '}
            <small>/ 5 · {t.tiles.n(count(rated.data.count, language))}</small>
          </>
        )
      }
      detail={
        <>
          {promoters === null ? null : (
            <Rows query={nps.data?.query ?? ''} class="pair">
              {t.panels.nps} {signed(promoters.value * 100, language)} <small>{t.tiles.n(count(promoters.n, language))}</small>
            </Rows>
          )}
          {satisfied === null ? null : (
            <Rows query={csat.data?.query ?? ''} class="pair">
              {t.panels.csat} {share(satisfied.value, language)} <small>{t.tiles.n(count(satisfied.n, language))}</small>
            </Rows>
          )}
        </>
      }
      change={
        now === null || then === null || ratedBefore.data === undefined
          ? null
          : {
              direction: directionOf(Math.round((now - then) * 40)),
              text: signedDecimal(4 * (now - then), language),
              before: {
                text: `${t.tiles.before(decimal(onFive(then), language))} (${t.tiles.n(count(ratedBefore.data.count, language))})`,
                query: ratedBefore.data.query,
              },
            }
      }
      versus={versus}
      spark={{ values, low: 1, high: 5, tone: 'plain', incomplete: bars.at(-1)?.incomplete ?? false }}
    />
  );
};

const Urgent = ({ overview }: { readonly overview: Overview }) => {
  const { t, language, versus } = useShared(overview);
  const { urgent, urgentBefore, period } = overview;
  const bars = barsOf(urgent.data, period, period.interval);
  const values = bars.map(({ bucket }) => bucket?.count ?? 0);
  const critical = (urgent.data?.buckets ?? []).reduce((sum, bucket) => sum + (byKey(bucket).get('critical')?.count ?? 0), 0);
  return (
    <Tile
      id="urgent"
      title={t.tiles.urgent}
      resource={urgent}
      figure={urgent.data === undefined ? null : <Rows query={urgent.data.query}>{count(urgent.data.count, language)}</Rows>}
      detail={
        urgent.data === undefined || urgent.data.count === 0 ? (
          t.tiles.urgentNone
        ) : (
          <Rows query={allOf(overview.query, 'urgency:critical')} class="pair">
            {t.urgencies.critical} {count(critical, language)}
          </Rows>
        )
      }
      change={growth(urgent.data, urgentBefore.data, t.tiles.before, language)}
      versus={versus}
      spark={{ values, low: 0, high: Math.max(1, ...values), tone: 'negative', incomplete: bars.at(-1)?.incomplete ?? false }}
    />
  );
};

export const Tiles = ({ overview }: { readonly overview: Overview }) => (
  <div class="tiles">
    <Messages overview={overview} />
    <Balance overview={overview} />
    <Rating overview={overview} />
    <Urgent overview={overview} />
  </div>
);
