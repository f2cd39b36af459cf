import { TooManyBuckets } from './faults.ts';
import type { Interval } from './port.ts';
import { type ZoneClock, zoneClock } from './time-zone.ts';

/** Periods back to back: period `i` is [starts[i], starts[i + 1]), milliseconds since the Unix epoch. One start more than periods. */
export interface Periods {
  readonly starts: readonly number[];
  /** Number of the period that holds a moment. */
  readonly indexOf: (at: number) => number;
}

const periodLimit = 20_000;
const day = 86_400_000;
const clockMs: Partial<Record<Interval, number>> = { minute: 60_000, hour: 3_600_000 };

const floor = (value: number, unit: number): number => Math.floor(value / unit) * unit;

/** Start of the calendar period in local time, which is counted as if it were UTC. Weeks begin on Monday. */
const calendarStart = (local: number, interval: Interval): number => {
  const midnight = floor(local, day);
  if (interval === 'week') return midnight - ((new Date(midnight).getUTCDay() + 6) % 7) * day;
  if (interval !== 'month') return midnight;
  const date = new Date(midnight);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
};

const calendarNext = (local: number, interval: Interval): number => {
  if (interval === 'week') return local + 7 * day;
  if (interval !== 'month') return local + day;
  const date = new Date(local);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
};

/** The first moment at which the local clock shows `local` or, where it leaps over it, the moment of the leap. */
const momentOf = (local: number, clock: ZoneClock): number => {
  const early = local - clock.offsetAt(local - day);
  const late = local - clock.offsetAt(local + day);
  if (early + clock.offsetAt(early) === local) return late + clock.offsetAt(late) === local ? Math.min(early, late) : early;
  return late + clock.offsetAt(late) === local ? late : clock.nextShift(Math.min(early, late) - 1);
};

const calendarStarts = function* (from: number, interval: Interval, clock: ZoneClock): Generator<number> {
  let local = calendarStart(from + clock.offsetAt(from), interval);
  for (;;) {
    yield momentOf(local, clock);
    local = calendarNext(local, interval);
  }
};

/** Hours and minutes run on through a change of the clock; after it they begin where the new local time is whole. */
const clockStarts = function* (from: number, unit: number, clock: ZoneClock): Generator<number> {
  const offset = clock.offsetAt(from);
  let at = floor(from + offset, unit) - offset;
  for (;;) {
    yield at;
    const shift = clock.nextShift(at);
    const moved = clock.offsetAt(shift);
    at = shift < at + unit ? Math.max(at + 1, Math.ceil((shift + moved) / unit) * unit - moved) : at + unit;
  }
};

const search = (starts: readonly number[], at: number): number => {
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  return low;
};

/**
 * The periods that cover every moment from `from` to `to`, both in milliseconds since the Unix epoch.
 * @throws TooManyBuckets when there are more than anybody reads; RangeError for an unknown zone
 */
export const periodsOf = (from: number, to: number, interval: Interval, zone: string): Periods => {
  const clock = zoneClock(zone, from - 40 * day, to + 40 * day);
  const unit = clockMs[interval];
  const starts: number[] = [];
  for (const start of unit === undefined ? calendarStarts(from, interval, clock) : clockStarts(from, unit, clock)) {
    const last = starts.at(-1);
    if (last === undefined || start > last) starts.push(start);
    if (start > to) break;
    if (starts.length > periodLimit) throw new TooManyBuckets(periodLimit);
  }
  return { starts, indexOf: (at) => search(starts, at) };
};
