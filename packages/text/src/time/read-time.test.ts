import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readTime } from './read-time.ts';

const read = (text: string): [string, string | undefined] | null => {
  const time = readTime(text, '+08:00');
  return time === null ? null : [new Date(time.at).toISOString(), time.offset];
};

describe('every form of a source time is read', () => {
  test.each([
    ['2026-03-01T14:05:06.789Z', '2026-03-01T14:05:06.789Z', '+00:00'],
    ['2026-03-01T14:05:06+08:00', '2026-03-01T06:05:06.000Z', '+08:00'],
    ['2026-03-01 14:05', '2026-03-01T06:05:00.000Z', undefined],
    ['2026-03-01', '2026-02-28T16:00:00.000Z', undefined],
    ['20260301T140506Z', '2026-03-01T14:05:06.000Z', '+00:00'],
    ['Sun, 01 Mar 2026 14:05:06 -0500', '2026-03-01T19:05:06.000Z', '-05:00'],
    ['1 Mar 26 14:05 GMT', '2026-03-01T14:05:00.000Z', '+00:00'],
    ['Sun Mar 01 14:05:06 +0000 2026', '2026-03-01T14:05:06.000Z', '+00:00'],
    ['2026年3月1日 14:05', '2026-03-01T06:05:00.000Z', undefined],
    ['2026年3月1日 星期日 下午2:05', '2026-03-01T06:05:00.000Z', undefined],
    ['2026/3/1 下午2:05', '2026-03-01T06:05:00.000Z', undefined],
    ['2026/3/1 2:05 PM', '2026-03-01T06:05:00.000Z', undefined],
    ['2026年3月1日 中午12点', '2026-03-01T04:00:00.000Z', undefined],
    ['2026-03-01 凌晨12:30', '2026-02-28T16:30:00.000Z', undefined],
    ['1772373906', '2026-03-01T14:05:06.000Z', undefined],
    ['1772373906789', '2026-03-01T14:05:06.789Z', undefined],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.000Z', '+00:00'],
    ['2026-03-01T24:00:00Z', '2026-03-02T00:00:00.000Z', '+00:00'],
  ])('%s', (text, iso, offset) => expect(read(text)).toEqual([iso, offset]));
});

test.each(['', 'yesterday', '昨天', '2026-02-30', '2026-13-01', '99', '2026年2月30日'])('what is no time is refused: %s', (text) =>
  expect(read(text)).toBeNull(),
);

test('never throws, and gives only moments a date can hold', () => {
  const part = fc.constantFrom('2026', '-', '/', '年', '3', '月', '99', '日', ' ', '下午', ':', 'T', 'Z', '+08:00', '+99:99', 'Mar', '.');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(part).map((parts) => parts.join('')),
      ),
      (text) => {
        const time = readTime(text, 'nonsense');
        expect(time === null || !Number.isNaN(new Date(time.at).getTime())).toBe(true);
      },
    ),
  );
});
