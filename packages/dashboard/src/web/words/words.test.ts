import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { excerptStart, type Marked, marksWithin, piecesOf } from './spans.ts';
import { rowTops, rowWindow } from './window.ts';

const marked: fc.Arbitrary<Marked> = fc.record({
  start: fc.integer({ min: -5, max: 60 }),
  end: fc.integer({ min: -5, max: 60 }),
  mark: fc.constantFrom('hit', 'positive', 'negative', 'evidence'),
});

describe('marked text', () => {
  test('the pieces are the text, whatever the offsets, and no character is cut in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.array(marked, { maxLength: 6 }), (text, marks) => {
        const pieces = piecesOf(text, marks);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        expect(pieces.every((piece) => piece.text.isWellFormed() && piece.text !== '')).toBe(true);
      }),
    );
  });

  test.each([
    ['快递太慢了', [{ start: 2, end: 4, mark: 'negative' }], ['快递', '[太慢]', '了']],
    [
      'Too slow 😡',
      [
        { start: 0, end: 8, mark: 'hit' },
        { start: 4, end: 11, mark: 'negative' },
      ],
      ['[Too ]', '[slow]', '[ 😡]'],
    ],
    ['很好', [], ['很好']],
  ] as const)('%j is cut where marks begin and end', (text, marks, expected) => {
    expect(piecesOf(text, marks).map((piece) => (piece.marks.length > 0 ? `[${piece.text}]` : piece.text))).toEqual(expected);
  });

  test('the turns of a call carry the marks of the whole text', () => {
    const text = '您好 快递太慢了 好的';
    const marks = [{ start: 5, end: 7, mark: 'negative' }] as const;
    const first = marksWithin(text, '您好', 0, marks);
    expect(first).toEqual({ marks: [], end: 2 });
    expect(marksWithin(text, '快递太慢了', first.end, marks)).toEqual({ marks: [{ start: 2, end: 4, mark: 'negative' }], end: 8 });
    expect(marksWithin(text, '再见', 8, marks)).toEqual({ marks: [], end: 8 });
  });

  test('a short view begins where the marks can be seen', () => {
    const late = [{ start: 300, end: 305, mark: 'hit' }] as const;
    expect(excerptStart('慢'.repeat(400), late, 100)).toBe(275);
    expect(excerptStart('慢'.repeat(400), [], 100)).toBe(0);
    expect(excerptStart('slow', [{ start: 0, end: 4, mark: 'hit' }], 100)).toBe(0);
  });
});

describe('the window of a long list', () => {
  const heights = fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 20, max: 300 })), { maxLength: 60 }).map((pairs) => new Map(pairs));

  test('it holds every visible row and never leaves the list', () => {
    fc.assert(
      fc.property(heights, fc.integer({ min: -60_000, max: 2_000 }), fc.nat(3_000), fc.nat(400), (known, top, height, total) => {
        const tops = rowTops(total, known, 100);
        const { first, last } = rowWindow(tops, top, height);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(last).toBeGreaterThanOrEqual(first);
        expect(last).toBeLessThanOrEqual(total);
        for (let row = 0; row < total; row += 1) {
          const visible = top + (tops[row] ?? 0) < height && top + (tops[row + 1] ?? 0) > 0;
          if (visible) expect(row >= first && row < last).toBe(true);
        }
      }),
    );
  });

  test('rows follow each other without a gap', () => {
    expect(rowTops(3, new Map([[1, 50]]), 100)).toEqual([0, 100, 150, 250]);
    expect(rowTops(0, new Map(), 100)).toEqual([0]);
  });
});
