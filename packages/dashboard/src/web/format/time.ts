import type { Interval } from '../api/contract.ts';
import type { UiLanguage } from '../settings/settings.ts';
import { localeOf } from './number.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

const format = (time: number, language: UiLanguage, name: string, options: Intl.DateTimeFormatOptions): string => {
  const key = `${language} ${name}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(localeOf(language), { hourCycle: 'h23', ...options });
  formats.set(key, known);
  return known.format(time);
};

export const dayAndTime = (time: number, language: UiLanguage): string =>
  format(time, language, 'full', { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
export const clock = (time: number, language: UiLanguage): string =>
  format(time, language, 'clock', { hour: '2-digit', minute: '2-digit' });
export const clockWithSeconds = (time: number, language: UiLanguage): string =>
  format(time, language, 'seconds', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
export const day = (time: number, language: UiLanguage): string => format(time, language, 'day', { month: 'short', day: 'numeric' });
const dayWithYear = (time: number, language: UiLanguage): string =>
  format(time, language, 'dated', { year: 'numeric', month: 'short', day: 'numeric' });

/** Name of one bar, for axes and tables. */
export const bar = (time: number, interval: Interval, language: UiLanguage): string => {
  if (interval === 'minute') return clock(time, language);
  if (interval === 'hour') return `${day(time, language)} ${clock(time, language)}`;
  if (interval === 'month') return format(time, language, 'month', { year: 'numeric', month: 'short' });
  if (interval === 'week') return dayWithYear(time, language);
  return format(time, language, 'weekday', { weekday: 'short', month: 'short', day: 'numeric' });
};

const dayMs = 86_400_000;
const isMidnight = (time: number): boolean => new Date(time).setHours(0, 0, 0, 0) === time;

/** Name of a span, `to` exclusive: whole days by their names, others by the clock; an open end stays open. */
export const span = (from: number | null, to: number | null, language: UiLanguage): string => {
  if (from === null || to === null)
    return `${from === null ? '…' : dayAndTime(from, language)} – ${to === null ? '…' : dayAndTime(to, language)}`;
  if (isMidnight(from) && isMidnight(to)) {
    const last = dayWithYear(to - 1, language);
    const first = dayWithYear(from, language);
    return first === last ? first : `${first} – ${last}`;
  }
  const sameDay = to - from < dayMs && dayWithYear(from, language) === dayWithYear(to - 1, language);
  return `${dayAndTime(from, language)} – ${sameDay ? clock(to, language) : dayAndTime(to, language)}`;
};

const steps = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
] as const;

/** “3 minutes ago”, “3分钟前”; the future reads as now. */
export const ago = (time: number, now: number, language: UiLanguage): string => {
  const relative = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto', style: 'short' });
  let value = Math.max(0, Math.round((now - time) / 1_000));
  for (const [unit, size] of steps) {
    if (value < size) return relative.format(-value, unit);
    value = Math.floor(value / size);
  }
  return relative.format(-value, 'year');
};

/** Time into a call, from milliseconds: 1:05, 1:02:03. */
export const callTime = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const pad = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
};

/** Time a stage took: 0.4 ms, 12 ms, 3.2 s. */
export const duration = (ms: number): string => {
  if (ms < 10) return `${Math.round(ms * 10) / 10} ms`;
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`;
};
