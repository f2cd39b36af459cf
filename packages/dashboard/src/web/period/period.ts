import type { PeriodChoice } from '../address/address.ts';
import type { Interval } from '../api/contract.ts';

/** Instants in milliseconds since the epoch; `to` is exclusive. Calendar steps follow the time zone of the browser. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Period extends Span {
  /** Ends now, so the last bar is not complete and nothing later needs to be excluded. */
  readonly open: boolean;
  readonly interval: Interval;
  /** The same weekdays and times before, where there is such a time. */
  readonly before: Span | null;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Start of the interval that holds the instant; weeks start on Monday, as in ISO 8601. */
export const startOf = (time: number, interval: Interval): number => {
  const date = new Date(time);
  if (interval === 'minute') return date.setSeconds(0, 0);
  if (interval === 'hour') return date.setMinutes(0, 0, 0);
  date.setHours(0, 0, 0, 0);
  if (interval === 'week') date.setDate(date.getDate() - ((date.getDay() + 6) % 7));
  if (interval === 'month') date.setDate(1);
  return date.getTime();
};

/** The instant `count` calendar steps later; a day is a day also where clocks change. */
export const addTo = (time: number, count: number, interval: Interval): number => {
  if (interval === 'minute') return time + count * 60_000;
  if (interval === 'hour') return time + count * hourMs;
  const date = new Date(time);
  if (interval === 'month') date.setMonth(date.getMonth() + count);
  else date.setDate(date.getDate() + count * (interval === 'week' ? 7 : 1));
  return date.getTime();
};

/** The finest interval that keeps the chart readable: at most about 100 bars. */
export const intervalFor = ({ from, to }: Span): Interval => {
  const length = to - from;
  if (length <= 100 * 60_000) return 'minute';
  if (length <= 4 * dayMs) return 'hour';
  if (length <= 100 * dayMs) return 'day';
  return length <= 700 * dayMs ? 'week' : 'month';
};

/** The same span whole weeks earlier, so that weekdays meet weekdays; the fewest weeks that do not overlap. */
export const spanBefore = ({ from, to }: Span): Span => {
  let weeks = Math.max(1, Math.floor((to - from) / (7 * dayMs)));
  while (addTo(to, -weeks, 'week') > from) weeks += 1;
  return { from: addTo(from, -weeks, 'week'), to: addTo(to, -weeks, 'week') };
};

const starts = {
  '24h': (now: number) => addTo(startOf(now, 'hour'), -23, 'hour'),
  '7d': (now: number) => addTo(startOf(now, 'day'), -6, 'day'),
  '30d': (now: number) => addTo(startOf(now, 'day'), -29, 'day'),
} as const;

/** `first` is the time of the oldest message, where it is known; only the period `all` needs it. */
export const resolvePeriod = (choice: PeriodChoice, now: number, first: number | null): Period => {
  if (typeof choice === 'object') {
    const span = { from: Date.parse(choice.from), to: Date.parse(choice.to) };
    return { ...span, open: false, interval: intervalFor(span), before: spanBefore(span) };
  }
  if (choice === 'all') {
    const from = first === null || first >= now ? starts['30d'](now) : first;
    const interval = intervalFor({ from, to: now });
    return { from: startOf(from, interval), to: now, open: true, interval, before: null };
  }
  const span = { from: starts[choice](now), to: now };
  return { ...span, open: true, interval: choice === '24h' ? 'hour' : 'day', before: spanBefore(span) };
};

/** Starts of every interval of the span, empty ones included, at most 2,000. */
export const startsWithin = ({ from, to }: Span, interval: Interval): readonly number[] => {
  const found: number[] = [];
  for (let at = startOf(from, interval); at < to && found.length < 2_000; at = addTo(at, 1, interval)) found.push(at);
  return found;
};
