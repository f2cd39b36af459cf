/** A moment, or a whole year, month or day: [from, to) in milliseconds since the Unix epoch. */
export type DateValue =
  | { readonly tag: 'instant'; readonly at: number }
  | { readonly tag: 'period'; readonly from: number; readonly to: number };

const calendar = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const moment = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?([Zz]|[+-]\d{2}:?\d{2})?$/;
const relative = /^now(?:([+-])(\d{1,6})(s|m|h|d|w|M|y))?$/;

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

const period = (year: number, month: number | undefined, day: number | undefined): DateValue | undefined => {
  const from = Date.UTC(year, (month ?? 1) - 1, day ?? 1);
  const start = new Date(from);
  if (start.getUTCMonth() !== (month ?? 1) - 1 || start.getUTCDate() !== (day ?? 1)) return undefined;
  if (day !== undefined) return { tag: 'period', from, to: from + 86_400_000 };
  return { tag: 'period', from, to: month === undefined ? Date.UTC(year + 1, 0, 1) : Date.UTC(year, month, 1) };
};

const shifted = (now: number, by: number, unit: string): number => {
  const ms = unitMs[unit];
  if (ms !== undefined) return now + by * ms;
  const date = new Date(now);
  const months = unit === 'y' ? by * 12 : by;
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  // The 31st less a month is the last day of the shorter month.
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime();
};

/** Years that ISO 8601 writes with four digits. */
const inRange = (at: number): boolean => at >= -62_167_219_200_000 && at < 253_402_300_800_000;

/**
 * Reads 2026, 2026-11, 2026-11-24, an ISO 8601 date and time (UTC where it names no offset), `now` and `now-7d` (units s m h d w M y).
 * @param now milliseconds since the Unix epoch
 */
export const readDate = (text: string, now: number): DateValue | undefined => {
  const parts = calendar.exec(text);
  if (parts !== null) {
    const [, year, month, day] = parts;
    return period(Number(year), month === undefined ? undefined : Number(month), day === undefined ? undefined : Number(day));
  }
  const offset = relative.exec(text);
  if (offset !== null) {
    const [, sign, count = '0', unit = 's'] = offset;
    const at = shifted(now, sign === '-' ? -Number(count) : Number(count), unit);
    return inRange(at) ? { tag: 'instant', at } : undefined;
  }
  const full = moment.exec(text);
  if (full === null) return undefined;
  const at = Date.parse(`${text.slice(0, 10)}T${text.slice(11)}${full[1] === undefined ? 'Z' : ''}`.toUpperCase());
  return Number.isNaN(at) || !inRange(at) ? undefined : { tag: 'instant', at };
};
