import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { count, decimal, share, signedShare } from './number.ts';
import { ago, callTime, duration, span } from './time.ts';

const now = Date.parse('2026-11-24T10:30:00Z');

describe('numbers', () => {
  test.each([
    [1234, 'en', '1,234'],
    [1234, 'zh', '1,234'],
    [99_999, 'zh', '99,999'],
    [123_456, 'zh', '12.3万'],
    [123_456, 'en', '123.5k'],
  ] as const)('%i in %s reads %s', (value, language, text) => {
    expect(count(value, language)).toBe(text);
  });

  test.each([
    [decimal(-0.25, 'en'), '−0.3'],
    [share(-0.42, 'zh'), '−42%'],
    [signedShare(0.12, 'en'), '+12%'],
    [signedShare(0, 'zh'), '0%'],
  ])('%s has a true minus and its sign', (text, expected) => {
    expect(text).toBe(expected);
  });

  test('no value of a count ever reads as nothing', () => {
    fc.assert(fc.property(fc.nat({ max: 1e12 }), fc.constantFrom('zh', 'en'), (value, language) => count(value, language).length > 0));
  });
});

describe('times', () => {
  test.each([
    [0, 'en', 'now'],
    [0, 'zh', '现在'],
    [180, 'en', '3 min ago'],
    [180, 'zh', '3分钟前'],
    [2 * 3600, 'zh', '2小时前'],
    [-50, 'en', 'now'],
  ] as const)('%i seconds ago in %s reads %s', (seconds, language, text) => {
    expect(ago(now - seconds * 1_000, now, language)).toBe(text);
  });

  const local = (day: number, hour: number): number => new Date(2026, 10, day, hour).getTime();
  test.each([
    [local(15, 0), local(16, 0), 'zh', '2026年11月15日'],
    [local(15, 0), local(16, 0), 'en', '15 Nov 2026'],
    [local(15, 0), local(18, 0), 'zh', '2026年11月15日 – 2026年11月17日'],
    [local(15, 13), local(15, 14), 'zh', '2026年11月15日 13:00 – 14:00'],
    [local(15, 13), null, 'en', '15 Nov 2026, 13:00 – …'],
  ] as const)('from %s to %s in %s reads %s', (from, to, language, text) => {
    expect(span(from, to, language)).toBe(text);
  });

  test.each([
    [0, '0:00'],
    [65_400, '1:05'],
    [3_723_000, '1:02:03'],
    [-5, '0:00'],
  ])('%i ms into a call reads %s', (ms, text) => {
    expect(callTime(ms)).toBe(text);
  });

  test.each([
    [0.42, '0.4 ms'],
    [12.4, '12 ms'],
    [3_249, '3.2 s'],
  ])('%d ms of work reads %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});
