import { describe, expect, test } from '@jest/globals';
import type { RawRating } from '@earshot/model';
import * as fc from 'fast-check';
import { findRating } from './find-rating.ts';
import { readRating } from './read-rating.ts';

const normalised = (given: RawRating): number | string => {
  const read = readRating(given);
  return read.tag === 'rating' ? read.rating.normalised : read.tag;
};

describe('every kind of rating lands on one scale', () => {
  test.each<[RawRating, number | string]>([
    [{ value: 5 }, 1],
    [{ value: 1 }, 0],
    [{ value: 0 }, 0],
    [{ value: 3 }, 0.5],
    [{ value: '4.5' }, 0.875],
    [{ value: 8 }, 0.7778],
    [{ value: 11 }, 'out-of-range'],
    [{ value: -1 }, 'out-of-range'],
    [{ value: 9, kind: 'nps' }, 0.9],
    [{ value: 0, kind: 'nps' }, 0],
    [{ value: 4, kind: 'csat' }, 0.75],
    [{ value: 7, kind: 'ces' }, 1],
    [{ value: 8, kind: 'ces' }, 'out-of-range'],
    [{ value: 80, min: 0, max: 100 }, 0.8],
    [{ value: 3, max: 3 }, 1],
    [{ value: 6, min: 1, max: 5 }, 'out-of-range'],
    [{ value: '4/5' }, 0.75],
    [{ value: '8/10' }, 0.7778],
    [{ value: '4 out of 5' }, 0.75],
    [{ value: 'four out of five' }, 0.75],
    [{ value: '★★★☆☆' }, 0.5],
    [{ value: '⭐⭐⭐' }, 0.5],
    [{ value: '☆☆☆☆☆' }, 0],
    [{ value: '👍🏽' }, 1],
    [{ value: '👎' }, 0],
    [{ value: '五星' }, 1],
    [{ value: '四星半' }, 0.875],
    [{ value: '3颗星' }, 0.5],
    [{ value: '５分' }, 1],
    [{ value: '8分' }, 0.7778],
    [{ value: '90分' }, 0.9],
    [{ value: '满分' }, 1],
    [{ value: '90%' }, 0.9],
    [{ value: 'NPS 9' }, 0.9],
    [{ value: 'CES: 4' }, 0.5],
    [{ value: '2 stars' }, 0.25],
    [{ value: '好评' }, 1],
    [{ value: '中评' }, 0.5],
    [{ value: '差评' }, 0],
    [{ value: '非常满意' }, 1],
    [{ value: 'Very dissatisfied' }, 0],
    [{ value: 'banana' }, 'unreadable'],
    [{ value: '' }, 'unreadable'],
    [{ value: Number.NaN }, 'out-of-range'],
  ])('%j', (given, wanted) => expect(normalised(given)).toBe(wanted));
});

describe('a rating inside a text is found where one is given', () => {
  test.each<[string, number | null, string]>([
    ['太差了，打3星都多', 0.5, '3星'],
    ['给五星！', 1, '五星'],
    ["I'd give it 2 stars", 0.25, '2 stars'],
    ['Food: 4 out of 5', 0.75, '4 out of 5'],
    ['★★☆☆☆ 难吃', 0.25, '★★☆☆☆'],
    ['一般般，给个2分', 0.25, '2分'],
    ['住的是五星级酒店', null, ''],
    ['a 5 star hotel', null, ''],
    ['打3分钟电话', null, ''],
    ['on 3/5/2026 it came', null, ''],
    ['星期五给的', null, ''],
  ])('%s', (text, wanted, where) => {
    const found = findRating(text);
    expect(found?.rating.normalised ?? null).toBe(wanted);
    if (found !== null) expect(text.slice(found.start, found.end)).toBe(where);
  });
});

test('never throws, and the value stays on its scale', () => {
  const value = fc.oneof(fc.double(), fc.string(), fc.constantFrom('4/0', '0/0', '★'.repeat(40), '十分', '999%'));
  fc.assert(
    fc.property(value, fc.option(fc.double(), { nil: undefined }), fc.option(fc.double(), { nil: undefined }), (value, min, max) => {
      const read = readRating({ value, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) });
      if (read.tag !== 'rating') return;
      expect(read.rating.normalised).toBeGreaterThanOrEqual(0);
      expect(read.rating.normalised).toBeLessThanOrEqual(1);
    }),
  );
});
