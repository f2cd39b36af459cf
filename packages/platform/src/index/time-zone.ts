/** From `at` on the zone is `offset` ahead of UTC; both in milliseconds. */
interface Shift {
  readonly at: number;
  readonly offset: number;
}

const fixed = /^(?:UTC|GMT|Z)?(?:([+-])(\d{2}):?(\d{2}))?$/;
// Between two looks no zone changes its clock forth and back: the shortest known daylight break lasts four weeks.
const lookEveryMs = 7 * 86_400_000;

const fixedOffset = (zone: string): number | undefined => {
  const parts = fixed.exec(zone);
  if (parts === null) return undefined;
  const [, sign, hours = '0', minutes = '0'] = parts;
  // Offsets in use reach from -12:00 to +14:00.
  if (Number(hours) > 14 || Number(minutes) > 59) throw new RangeError(`${zone} is no offset of any time zone`);
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000 + 0;
};

const offsetReader = (zone: string): ((at: number) => number) => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return local - Math.floor(at / 1000) * 1000;
  };
};

const shiftBetween = (offsetAt: (at: number) => number, from: number, to: number): Shift => {
  const before = offsetAt(from);
  let low = from;
  let high = to;
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return { at: high, offset: offsetAt(high) };
};

/** The offsets of a zone over a period, in order; the first stands from before `from` on. */
const shiftsOf = (zone: string, from: number, to: number): readonly Shift[] => {
  const offset = fixedOffset(zone);
  if (offset !== undefined) return [{ at: Number.NEGATIVE_INFINITY, offset }];
  const offsetAt = offsetReader(zone);
  let at = Math.floor(from / 1000) * 1000 - lookEveryMs;
  const shifts: Shift[] = [{ at: Number.NEGATIVE_INFINITY, offset: offsetAt(at) }];
  for (; at < to; at += lookEveryMs) {
    if (offsetAt(at + lookEveryMs) !== shifts.at(-1)?.offset) shifts.push(shiftBetween(offsetAt, at, at + lookEveryMs));
  }
  return shifts;
};

export interface ZoneClock {
  /** Milliseconds ahead of UTC at a moment. */
  offsetAt(at: number): number;
  /** The next change of the offset after a moment, or infinity. */
  nextShift(at: number): number;
}

/**
 * The clock of a zone over a period.
 * @param zone offset such as +08:00, or IANA name
 * @throws RangeError for a zone that nobody knows
 */
export const zoneClock = (zone: string, from: number, to: number): ZoneClock => {
  const shifts = shiftsOf(zone, from, to);
  return {
    offsetAt: (at) => shifts.findLast((shift) => shift.at <= at)?.offset ?? 0,
    nextShift: (at) => shifts.find((shift) => shift.at > at)?.at ?? Number.POSITIVE_INFINITY,
  };
};
