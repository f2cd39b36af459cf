import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { TooManyBuckets } from './faults.ts';
import { periodsOf } from './periods.ts';

const zones = [
  'UTC',
  '+08:00',
  '-03:30',
  'Asia/Shanghai',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Asia/Kathmandu',
];
const moment = fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2035, 0, 1) });

describe('periods', () => {
  test('cover every moment of the extent exactly once, in every zone', () => {
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: 0, max: 9e8 }),
        fc.nat(),
        fc.constantFrom('hour', 'day', 'week', 'month'),
        fc.constantFrom(...zones),
        (from, length, inner, interval, zone) => {
          const { starts, indexOf } = periodsOf(from, from + length, interval, zone);
          expect(starts[0]).toBeLessThanOrEqual(from);
          expect(starts.at(-1)).toBeGreaterThan(from + length);
          expect(starts.every((start, place) => start > (starts[place - 1] ?? Number.NEGATIVE_INFINITY))).toBe(true);
          const at = from + (inner % (length + 1));
          const place = indexOf(at);
          expect((starts[place] ?? Number.NaN) <= at && at < (starts[place + 1] ?? Number.NaN)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('days begin at local midnight', () => {
    fc.assert(
      fc.property(
        moment,
        fc.constantFrom('UTC', '+08:00', 'Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Asia/Kathmandu'),
        (from, zone) => {
          const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit' });
          for (const start of periodsOf(from, from + 3e8, 'day', zone).starts) expect(format.format(start)).toBe('00:00:00');
        },
      ),
      { numRuns: 100 },
    );
  });

  test('more periods than anybody reads are refused', () => {
    expect(() => periodsOf(0, 4e12, 'minute', 'UTC')).toThrow(TooManyBuckets);
  });
});
