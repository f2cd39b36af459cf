import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { allOf, composeQuery } from './compose.ts';
import { addedConditions, timesOf } from './describe.ts';
import { accept, suggest, wordAt } from './suggest.ts';
import { queryParts } from './tokens.ts';

const anyText = fc.string({ unit: 'binary' });
const vocabulary = { sentiment: ['positive', 'neutral', 'negative', 'mixed'], channel: ['email', 'web'], keyword: ['太慢', 'wait time'] };

describe('queries', () => {
  test('cutting a query loses nothing but space', () => {
    const bare = (text: string): string => text.replaceAll(/\s/gu, '');
    fc.assert(fc.property(anyText, (query) => expect(bare(queryParts(query).join(''))).toBe(bare(query))));
  });

  test.each([
    ['太慢 "配送 员" (a OR b)', ['太慢', '"配送 员"', '(a OR b)']],
    ['too   slow "left open', ['too', 'slow', '"left open']],
    ['', []],
  ])('%j has its parts', (query, parts) => {
    expect(queryParts(query)).toEqual(parts);
  });

  test.each([
    [{ q: '', channels: [] }, {}, ''],
    [{ q: '太慢', channels: ['email'] }, {}, '太慢 channel:email'],
    [{ q: 'slow OR late', channels: ['email', 'web'] }, {}, '(slow OR late) (channel:email OR channel:web)'],
    [
      { q: 'slow', channels: [] },
      { from: Date.parse('2026-11-01'), to: Date.parse('2026-11-02') },
      'slow after:2026-11-01T00:00:00.000Z before:2026-11-02T00:00:00.000Z',
    ],
  ] as const)('%j within %j is the query %j', (filters, span, query) => {
    expect(composeQuery({ ...filters, channels: [...filters.channels] }, span)).toBe(query);
  });

  test('a lone condition needs no parentheses', () => {
    expect(allOf('', 'a OR b')).toBe('a OR b');
  });

  test.each([
    ['太慢 channel:web sentiment.label:negative', '太慢', ['channel=web', 'sentiment=negative']],
    ['slow aspects:(category:delivery.speed)', 'slow', ['aspects=delivery.speed']],
    [
      '太慢 @timestamp:>=2026-11-01T00:00:00.000Z @timestamp:[2026-11-03 TO 2026-11-04}',
      '太慢 @timestamp:>=2026-11-01T00:00:00.000Z',
      ['@timestamp=[2026-11-03 TO 2026-11-04}'],
    ],
    ['slow NOT topic:refund', 'slow', ['!topic=refund']],
    ['slow', 'slow', []],
    ['(a OR b)', '', ['a', 'OR', 'b']],
  ])('%j adds to %j what it says', (query, base, added) => {
    const names = addedConditions(query, base).map(
      ({ field, value, negated }) => `${negated ? '!' : ''}${field === undefined ? '' : `${field}=`}${value}`,
    );
    expect(names).toEqual(added);
  });

  test.each([
    ['[2026-11-03 TO 2026-11-04}', '2026-11-03', '2026-11-04'],
    ['>=2026-11-03T00:00:00.000Z', '2026-11-03', null],
    ['<2026-11-04', null, '2026-11-04'],
    ['["2026-11-03" TO *]', '2026-11-03', null],
  ])('%j spans its times', (value, from, to) => {
    expect(timesOf(value)).toEqual({ from: from === null ? null : Date.parse(from), to: to === null ? null : Date.parse(to) });
  });

  test('no time is no time', () => {
    expect(timesOf('>=4 stars')).toBeNull();
  });

  test('describing never throws', () => {
    fc.assert(
      fc.property(anyText, anyText, (query, base) => {
        for (const { value } of addedConditions(query, base)) timesOf(value);
      }),
    );
  });
});

describe('suggestions', () => {
  test.each([
    ['', ['sentiment:', 'channel:', 'keyword:']],
    ['慢 se', ['sentiment:']],
    ['sentiment:n', ['sentiment:neutral ', 'sentiment:negative ']],
    ['-sentiment:neg', ['-sentiment:negative ']],
    ['keyword:太', ['keyword:太慢 ']],
    ['keyword:wait', ['keyword:"wait time" ']],
    ['constructor:', []],
    ['slow ', []],
  ])('%j offers %j', (text, inserts) => {
    expect(suggest(text, text.length, vocabulary).map(({ insert }) => insert)).toEqual(inserts);
  });

  test('taking an offer replaces the unfinished word and nothing else', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, at) => {
        const caret = at % (text.length + 1);
        const { start } = wordAt(text, caret);
        for (const offer of suggest(text, caret, vocabulary)) {
          const after = accept(text, caret, offer);
          expect(after.text.startsWith(text.slice(0, start) + offer.insert)).toBe(true);
          expect(after.caret).toBeLessThanOrEqual(after.text.length);
        }
      }),
    );
  });
});
