import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { buildMatcher } from './phrase-matcher.ts';

const found = (phrases: readonly string[], text: string): string[] =>
  buildMatcher(phrases.map((phrase) => ({ text: phrase, value: phrase })))(text).map(({ start, end }) => text.slice(start, end));

describe('phrases', () => {
  test.each([
    ['the longest wins', ['好', '好像'], '好像不好', ['好像', '好']],
    ['Latin words end at their end', ['late'], 'the chocolate plates came late', ['late']],
    ['an open ending takes the inflection', ['refund*'], 'refunded, no refunds', ['refunded', 'refunds']],
    ['an underscore is a space', ['on_hold'], 'still on hold', ['on hold']],
    ['a number in digits', ['#_hours'], 'waited 12 hours', ['12 hours']],
    ['a number in words', ['waited_#_hours'], 'waited three hours', ['waited three hours']],
    ['a Han number', ['等了#个小时'], '等了两个小时', ['等了两个小时']],
    ['a gap stays in the sentence', ['等了…小时'], '等了。一个小时', []],
    ['a gap', ['等了…小时'], '我等了足足一个小时', ['等了足足一个小时']],
    ['an apostrophe', ["can't_open"], "i can't open it", ["can't open"]],
  ])('%s', (_, phrases, text, expected) => {
    expect(found(phrases, text)).toEqual(expected);
  });

  test('channels do not shut each other out', () => {
    const matches = buildMatcher([
      { text: '退款慢', value: 'a' },
      { text: '退款', value: 'b', channel: 1 },
    ])('退款慢');
    expect(matches.map(({ value }) => value).sort()).toEqual(['a', 'b']);
  });

  test('matches of one channel never overlap and lie inside the text', () => {
    const match = buildMatcher(['不', '不好', '好吃', 'a', 'ab', 'b*', '#天', '等…天'].map((text) => ({ text, value: text })));
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('不', '好', '吃', 'a', 'b', ' ', '3', '天', '等'), maxLength: 40 }), (text) => {
        let at = 0;
        for (const { start, end } of match(text)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeLessThanOrEqual(text.length);
          at = end;
        }
      }),
    );
  });
});
