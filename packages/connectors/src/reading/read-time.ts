const months = new Map(
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((name, index) => [name, index + 1]),
);
const zones = new Map([
  ['gmt', 'Z'],
  ['ut', 'Z'],
  ['utc', 'Z'],
  ['z', 'Z'],
  ['est', '-05:00'],
  ['edt', '-04:00'],
  ['cst', '-06:00'],
  ['cdt', '-05:00'],
  ['mst', '-07:00'],
  ['mdt', '-06:00'],
  ['pst', '-08:00'],
  ['pdt', '-07:00'],
]);

const iso =
  /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[T\s]+(上午|下午)?\s*(\d{1,2})[:：时点](\d{1,2})分?(?:[:：]?(\d{1,2})(?:[.,](\d{1,9}))?秒?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?$/i;
const rfc5322 =
  /^(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*[\s-]+(\d{2,4}),?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{4}|[a-z]{1,4})?/i;
// X API v1.1, ctime
const ctime = /^[a-z]{3}\s+([a-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s+(?:([+-]\d{4})\s+)?(\d{4})$/i;

const two = (value: number): string => String(value).padStart(2, '0');
const offsetOf = (zone: string | undefined): string | null => {
  if (zone === undefined) return '';
  const named = zones.get(zone.toLowerCase());
  if (named !== undefined) return named;
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (match === null || Number(match[2]) > 14 || Number(match[3] ?? 0) > 59) return null;
  return `${match[1]}${match[2]}:${match[3] ?? '00'}`;
};

const compose = (
  date: readonly [number, number, number],
  time: readonly [number, number, number],
  fraction: string,
  zone: string | undefined,
): string | null => {
  const [year, month, day] = date;
  const [hour, minute, second] = time;
  if (month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null;
  if (year < 1000 || hour > 23 || minute > 59 || second > 60) return null;
  const offset = offsetOf(zone) ?? '';
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(Math.min(second, 59))}${fraction}${offset}`;
};

const fromIso = (text: string): string | null => {
  const match = iso.exec(text);
  if (match === null) return null;
  const [, year, month, day, half, hour, minute, second, fraction, zone] = match;
  const clock = Number(hour ?? 0);
  const shifted = half === '下午' && clock < 12 ? clock + 12 : half === '上午' && clock === 12 ? 0 : clock;
  const tail = fraction === undefined ? '' : `.${fraction.slice(0, 3).padEnd(3, '0')}`;
  return compose([Number(year), Number(month), Number(day)], [shifted, Number(minute ?? 0), Number(second ?? 0)], tail, zone);
};

const fromMail = (text: string): string | null => {
  const match = rfc5322.exec(text);
  if (match === null) return null;
  const [, day, name = '', shortYear, hour, minute, second, zone] = match;
  const month = months.get(name.toLowerCase());
  if (month === undefined) return null;
  const value = Number(shortYear);
  const year = value >= 1000 ? value : value < 50 ? 2000 + value : 1900 + value;
  return compose([year, month, Number(day)], [Number(hour), Number(minute), Number(second ?? 0)], '', zone);
};

const fromCtime = (text: string): string | null => {
  const match = ctime.exec(text);
  if (match === null) return null;
  const [, name = '', day, hour, minute, second, zone, year] = match;
  const month = months.get(name.toLowerCase());
  if (month === undefined) return null;
  return compose([Number(year), month, Number(day)], [Number(hour), Number(minute), Number(second)], '', zone);
};

const fromEpoch = (value: number): string | null => {
  const ms = value < 1e11 ? value * 1000 : value;
  return ms >= 0 && ms < 253_402_300_800_000 ? new Date(ms).toISOString() : null;
};

/**
 * A time as sources write it, to ISO 8601 with its offset where one is told: ISO 8601, RFC 5322, ctime, `2026年3月1日 下午3:05`,
 * `2026/3/1 15:05`, seconds or milliseconds since the Unix epoch. Null where it is none of them.
 */
export const readTime = (value: string | number): string | null => {
  if (typeof value === 'number') return fromEpoch(value);
  const text = value.trim();
  if (text.length > 80) return null;
  if (/^\d{10}(?:\.\d+)?$|^\d{13}$/.test(text)) return fromEpoch(Number(text));
  return fromIso(text) ?? fromMail(text) ?? fromCtime(text);
};
