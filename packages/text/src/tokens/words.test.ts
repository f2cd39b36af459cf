import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { fold } from './fold.ts';
import { segment } from './segment.ts';
import { words } from './words.ts';

describe('what is written is found by what is asked', () => {
  test.each([
    ['a word inside a longer one', '配送员态度很差', '配送'],
    ['traditional by simplified', '請問幾時發貨', '发货'],
    ['simplified by traditional', '请问几时发货', '發貨'],
    ['net slang is one word', '这家店绝绝子', '绝绝子'],
    ['full-width letters', '我要ＶＩＰ服务', 'vip'],
    ['a code beside Han', '订单AB-12345还没到', 'AB-12345'],
    ['an emoji beside Han', '太生气了😡', '😡'],
    ['another inflection', 'My parcel was delayed again', 'delay'],
    ['an inflected query', 'There is a delay', 'delayed'],
    ['plural and case', 'Refunds are slow', 'REFUND'],
    ['a hashtag', 'lost again #fail', 'fail'],
    ['a mention', '@AcmeAir where is it', 'acmeair'],
    ['a decimal number', 'charged $12.50 twice', '12.50'],
    ['a model name', 'my iPhone15 died', 'iphone15'],
    ['another alphabet', 'Это плохо', 'плохо'],
  ])('%s', (_, document, query) => {
    const found = words(document);
    for (const word of words(query)) expect(found).toContain(word);
  });

  test.each([
    ['negation keeps its word', "it didn't work", ['it', 'did', 'not', 'work']],
    ['the judging half of a Han word', '物流很慢', ['物流', '很慢', '慢']],
    ['punctuation is no word', '!!!…，。', []],
    ['nothing in, nothing out', '', []],
  ])('%s', (_, text, expected) => {
    expect(words(text)).toEqual(expected);
  });
});

test('English sentences and parts of speech are told', () => {
  const { tokens } = segment('The room was dirty. Nobody came!');
  expect(tokens.map(({ sentence }) => sentence)).toEqual([0, 0, 0, 0, 1, 1]);
  expect(tokens[1]).toMatchObject({ word: 'room', pos: 'NOUN', start: 4, end: 8 });
});

describe('what a text says does not hang on the texts before it', () => {
  test.each(["dad's", 'granny’s', "ipod's"])('%s is two words, whether or not it ended a sentence before', (name) => {
    const read = (text: string): readonly string[] => words(text);
    read(`I love my ${name}.`);
    read(`${name}?`);
    const stem = name.slice(0, -2);
    expect(read(`my ${name} hearing aids`).slice(0, 3)).toEqual(['my', read(stem)[0], expect.stringMatching(/^['’]s$/u)]);
  });
});

describe('totality', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: fc.constantFrom('不', '好', 'a', "n't", ' ', '。', '1', '-', '😡', 'İ', '發', '\ud800'), maxLength: 60 }),
  );

  test('folding keeps the length, so offsets hold', () => {
    fc.assert(fc.property(texts, (text) => fold(text).length === text.length));
  });

  test('tokens are in order, inside the text and never overlap; no search token holds white space', () => {
    fc.assert(
      fc.property(texts, (text) => {
        let at = 0;
        for (const { start, end } of segment(text).tokens) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          at = end;
        }
        for (const word of words(text)) expect(word).toMatch(/^\S+$/u);
      }),
    );
  });
});
