import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { periodIds } from '../address/address.ts';
import { addTo, intervalFor, resolvePeriod, spanBefore, startOf, startsWithin } from './period.ts';

const instant = fc.integer({ min: Date.parse('2001-01-01'), max: Date.parse('2060-01-01') });
const span = fc.tuple(instant, fc.integer({ min: 1, max: 800 * 86_400_000 })).map(([from, length]) => ({ from, to: from + length }));
const interval = fc.constantFrom('minute', 'hour', 'day', 'week', 'month');

describe('periods', () => {
  test('every instant lies in the interval that is said to hold it', () => {
    fc.assert(
      fc.property(instant, interval, (time, step) => {
        const start = startOf(time, step);
        expect(start).toBeLessThanOrEqual(time);
        expect(addTo(start, 1, step)).toBeGreaterThan(time);
        expect(startOf(start, step)).toBe(start);
      }),
    );
  });

  test('the span before ends before the span begins, on the same weekdays', () => {
    fc.assert(
      fc.property(span, (current) => {
        const before = spanBefore(current);
        expect(before.to).toBeLessThanOrEqual(current.from);
        expect(new Date(before.from).getDay()).toBe(new Date(current.from).getDay());
      }),
    );
  });

  test('bars cover the span without overlap, and never thousands of them', () => {
    fc.assert(
      fc.property(span, (current) => {
        const bars = startsWithin(current, intervalFor(current));
        expect(bars[0]).toBeLessThanOrEqual(current.from);
        expect(bars.every((start, index) => index === 0 || start > (bars[index - 1] ?? 0))).toBe(true);
        expect(addTo(bars.at(-1) ?? 0, 1, intervalFor(current))).toBeGreaterThanOrEqual(current.to);
        expect(bars.length).toBeLessThanOrEqual(103);
      }),
    );
  });

  test.each(periodIds)('%s ends now and starts on a whole bar', (id) => {
    fc.assert(
      fc.property(instant, (now) => {
        const period = resolvePeriod(id, now, now - 400 * 86_400_000);
        expect(period.to).toBe(now);
        expect(period.open).toBe(true);
        expect(startOf(period.from, period.interval)).toBe(period.from);
      }),
    );
  });

  test.each([
    ['24h', 24],
    ['7d', 7],
    ['30d', 30],
  ] as const)('%s shows %i bars', (id, count) => {
    const period = resolvePeriod(id, Date.parse('2026-11-24T10:30:00Z'), null);
    expect(startsWithin(period, period.interval)).toHaveLength(count);
  });

  test('a fixed period is compared but not open', () => {
    const period = resolvePeriod({ from: '2026-11-01T00:00:00.000Z', to: '2026-11-08T00:00:00.000Z' }, 0, null);
    expect(period).toMatchObject({ open: false, interval: 'day' });
    expect(new Date(period.before?.from ?? 0).toISOString()).toBe('2026-10-25T00:00:00.000Z');
  });

  test('everything, with nothing stored yet, still has bars', () => {
    const period = resolvePeriod('all', Date.parse('2026-11-24T10:30:00Z'), null);
    expect(startsWithin(period, period.interval).length).toBeGreaterThan(1);
    expect(period.before).toBeNull();
  });
});
