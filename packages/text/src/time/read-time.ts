/** A moment, and the offset its source named. */
export interface ReadTime {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** As given, such as +08:00; absent where the source named none. */
  readonly offset?: string;
}

const iso = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ]\s*(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?(?:\d{2})?)?$/i;
const mail =
  /^(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})\s+([A-Za-z]{3})[a-z]*\.?\s+(\d{2,4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{4}|[A-Z]{1,4})?/i;
const chinese =
  /^(\d{4})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})\s*[日号]?\s*(?:(?:星期|周)[一二三四五六日天])?\s*,?\s*(凌晨|早上|上午|中午|下午|傍晚|晚上|AM|PM)?\s*(?:(\d{1,2})\s*[:：时點点]\s*(\d{1,2})?\s*(?:[:：分]\s*(\d{1,2})?)?\s*秒?)?\s*(AM|PM)?$/i;
const twitter = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) ([+-]\d{4}) (\d{4})$/;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
// RFC 5322, 4.3: obsolete zones.
const zones = new Map([
  ['gmt', 0],
  ['ut', 0],
  ['utc', 0],
  ['z', 0],
  ['edt', -240],
  ['est', -300],
  ['cdt', -300],
  ['cst', -360],
  ['mdt', -360],
  ['mst', -420],
  ['pdt', -420],
  ['pst', -480],
]);

/** Minutes east of Greenwich; null where `offset` is none. */
export const offsetMinutes = (offset: string): number | null => {
  const named = zones.get(offset.toLowerCase());
  if (named !== undefined) return named;
  const parts = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset);
  if (parts === null) return null;
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? 0);
  return minutes > 14 * 60 ? null : parts[1] === '-' ? -minutes : minutes;
};

const printOffset = (minutes: number): string => {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
};

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

/** A leap second counts as the last of its minute, 24:00 as the next day; null where the calendar has no such day. */
const compose = (parts: Parts, offset: string | undefined, home: number): ReadTime | null => {
  const { year, month, day, hour, minute, second, millisecond } = parts;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return null;
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return null;
  const given = offset === undefined ? undefined : (offsetMinutes(offset) ?? undefined);
  const at = Date.UTC(year, month - 1, day, hour, minute - (given ?? home), Math.min(second, 59), millisecond);
  if (!Number.isFinite(at)) return null;
  return given === undefined ? { at } : { at, offset: printOffset(given) };
};

const number = (text: string | undefined): number => Number(text ?? 0);

const readIso = (text: string, home: number): ReadTime | null => {
  const match = iso.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction = '', offset] = match;
  const millisecond = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return compose(
    {
      year: number(year),
      month: number(month),
      day: number(day),
      hour: number(hour),
      minute: number(minute),
      second: number(second),
      millisecond,
    },
    offset?.toUpperCase(),
    home,
  );
};

const monthOf = (name: string | undefined): number => months.indexOf((name ?? '').toLowerCase()) + 1;

const readMail = (text: string, home: number): ReadTime | null => {
  const match = mail.exec(text);
  if (match === null) return null;
  const [, day, month, year, hour, minute, second, zone] = match;
  const full = number(year) + (number(year) < 50 ? 2000 : number(year) < 1000 ? 1900 : 0);
  return compose(
    {
      year: full,
      month: monthOf(month),
      day: number(day),
      hour: number(hour),
      minute: number(minute),
      second: number(second),
      millisecond: 0,
    },
    zone,
    home,
  );
};

const readTwitter = (text: string, home: number): ReadTime | null => {
  const match = twitter.exec(text);
  if (match === null) return null;
  const [, month, day, hour, minute, second, offset, year] = match;
  return compose(
    {
      year: number(year),
      month: monthOf(month),
      day: number(day),
      hour: number(hour),
      minute: number(minute),
      second: number(second),
      millisecond: 0,
    },
    offset,
    home,
  );
};

/** 12-hour clock: 下午2 is 14, 中午12 is 12, 凌晨12 is 0. */
const hourOf = (hour: number, half: string | undefined): number => {
  if (half === undefined || hour > 12) return hour;
  const late = /下午|傍晚|晚上|pm/i.test(half) || (half === '中午' && hour < 11);
  if (late) return hour === 12 ? (half === '晚上' ? 24 : 12) : hour + 12;
  return hour === 12 && half !== '中午' ? 0 : hour;
};

const readChinese = (text: string, home: number): ReadTime | null => {
  const match = chinese.exec(text);
  if (match === null) return null;
  const [, year, month, day, before, hour, minute, second, after] = match;
  return compose(
    {
      year: number(year),
      month: number(month),
      day: number(day),
      hour: hourOf(number(hour), before ?? after),
      minute: number(minute),
      second: number(second),
      millisecond: 0,
    },
    undefined,
    home,
  );
};

/** Seconds, milliseconds or microseconds since the epoch, told apart by their size. */
const readEpoch = (text: string): ReadTime | null => {
  if (!/^\d{9,16}(?:\.\d+)?$/.test(text)) return null;
  const value = Number(text);
  const at = value < 1e11 ? value * 1000 : value < 1e14 ? value : value / 1000;
  return { at: Math.floor(at) };
};

/**
 * A source's time: ISO 8601, RFC 5322, 2026年3月1日 下午2:05, 2026/3/1 14:05, or seconds, milliseconds or microseconds since the epoch.
 * Null where it is none of these; never throws.
 * @param homeOffset offset of times that name none, such as +08:00
 */
export const readTime = (text: string, homeOffset: string): ReadTime | null => {
  const trimmed = text.trim();
  if (trimmed.length < 6 || trimmed.length > 80) return null;
  const home = offsetMinutes(homeOffset) ?? 0;
  return (
    readIso(trimmed, home) ?? readEpoch(trimmed) ?? readChinese(trimmed, home) ?? readMail(trimmed, home) ?? readTwitter(trimmed, home)
  );
};
