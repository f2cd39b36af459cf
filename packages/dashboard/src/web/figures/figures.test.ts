import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Bucket } from '../api/contract.ts';
import { resolvePeriod } from '../period/period.ts';
import { csatOf, fiveBounds, npsOf, onFive } from './rating.ts';
import { balanceOf, changeOf } from './sentiment.ts';
import { barsOf, unusualOf } from './series.ts';

const bucket = (key: string | number, count: number, buckets: readonly Bucket[] = []): Bucket => ({
  key,
  count,
  metrics: {},
  query: String(key),
  buckets,
});
const moods = (positive: number, neutral: number, negative: number): Bucket =>
  bucket('', positive + neutral + negative, [bucket('positive', positive), bucket('neutral', neutral), bucket('negative', negative)]);

describe('figures', () => {
  test.each([
    [moods(10, 0, 0), 1],
    [moods(0, 3, 9), -0.75],
    [moods(5, 5, 5), 0],
  ])('balance is the share of positive minus that of negative', (root, value) => {
    expect(balanceOf(root)?.value).toBe(value);
  });

  test('without messages there is no balance, rather than a neutral one', () => {
    expect(balanceOf(moods(0, 0, 0))).toBeNull();
    expect(balanceOf(undefined)).toBeNull();
  });

  test('more messages never widen the interval', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.nat(50), (p, o, n) => {
        fc.pre(p + o + n > 0);
        const [few, many] = [balanceOf(moods(p, o, n)), balanceOf(moods(p * 4, o * 4, n * 4))];
        expect(many?.margin).toBeLessThanOrEqual(few?.margin ?? 0);
      }),
    );
  });

  test('a handful of equal messages is not certain', () => {
    expect(balanceOf(moods(0, 0, 3))?.margin).toBeGreaterThan(0.3);
  });

  test('growth from nothing has no rate', () => {
    expect(changeOf(5, 0)).toBeNull();
    expect(changeOf(5, 4)).toBe(0.25);
  });

  test.each([1, 2, 3, 4, 5])('%i of five lies in the step of its own', (stars) => {
    const normalised = (stars - 1) / 4;
    expect(fiveBounds.filter((bound) => normalised >= bound).length).toBe(stars - 1);
    expect(onFive(normalised)).toBe(stars);
  });

  test('NPS and CSAT count as their inventors do, also where a range is empty', () => {
    expect(npsOf(bucket('', 10, [bucket('*..7', 2), bucket('7..9', 3), bucket('9..*', 5)]))).toMatchObject({ value: 0.3, n: 10 });
    expect(npsOf(bucket('', 5, [bucket('9..*', 5)]))).toMatchObject({ value: 1, n: 5 });
    expect(csatOf(bucket('', 10, [bucket('*..0.125', 4), bucket('0.875..*', 6)]))).toMatchObject({ value: 0.6, n: 10 });
    expect(npsOf(bucket('', 0))).toBeNull();
    expect(csatOf(undefined)).toBeNull();
  });
});

describe('bars over time', () => {
  const now = new Date(2026, 10, 24, 10, 30).getTime();

  test('days without messages stay as gaps, the running day is not complete', () => {
    const period = resolvePeriod('7d', now, null);
    const root = bucket('', 9, [bucket(new Date(2026, 10, 20).toISOString(), 4), bucket(new Date(2026, 10, 24).toISOString(), 5)]);
    const bars = barsOf(root, period, 'day');
    expect(bars.map((bar) => bar.bucket?.count ?? null)).toEqual([null, null, 4, null, null, null, 5]);
    expect(bars.map((bar) => bar.incomplete)).toEqual([false, false, false, false, false, false, true]);
  });

  test('no bucket is shown twice', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 40 })), (days) => {
        const period = resolvePeriod('30d', now, null);
        const root = bucket(
          '',
          0,
          days.map((day) => bucket(new Date(2026, 9, 20 + day).toISOString(), 1)),
        );
        const shown = barsOf(root, period, 'day').flatMap((bar) => bar.bucket?.key ?? []);
        expect(new Set(shown).size).toBe(shown.length);
      }),
    );
  });

  test.each([
    [[1, 2, 1, 2, 1, 2], null],
    [[3, 2, 4, 3, 2, 17, 4], 5],
    [[0, 0, 0, 0, 0, 4], null],
    [[20, 21, 22, 19, 20, 30], null],
    [[9], null],
  ])('%j stands out at %j', (values, index) => {
    expect(unusualOf(values)?.index ?? null).toBe(index);
  });
});
