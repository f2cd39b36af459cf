import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { fold } from '../tokens/fold.ts';
import { detectSentiment } from './detect-sentiment.ts';
import { readFeelings } from './read-feeling.ts';

const feeling = (text: string): number => readFeelings(fold(text)).reduce((sum, { value }) => sum + value, 0);

describe('rules of the lexicons', () => {
  test.each([
    ['negation turns praise', '味道不是很好', 'not very tasty', -1],
    ['negation turns a complaint', '并非不好', 'it was not bad', 1],
    ['negation ends with the clause', '没等，好吃', 'no wait, delicious', 1],
    ['a longer word shields the shorter', '好像在二楼', 'I would like a room', 0],
    ['what follows the contrast counts more', '味道不错，但是服务差', 'nice food but bad service', -1],
    ['a conceded clause counts less', '虽然有点贵，味道很好', 'although pricey, it tastes great', 1],
    ['blame in the form of a question', '难道就没人管吗', 'are you kidding me', -1],
    ['a wish is no praise', '希望能更好吃', 'it would be great to have one', 0],
    ['net slang', '踩雷了，智商税', 'what a rip off', -1],
    ['emoji alone', '😡😡', '😡😡', -1],
  ])('%s', (_, chinese, english, sign) => {
    for (const text of [chinese, english]) {
      const value = feeling(text);
      if (sign === 0) expect(Math.abs(value)).toBeLessThan(1);
      else expect(Math.sign(value)).toBe(sign);
    }
  });

  test.each([
    ['好', '非常好', '有点好'],
    ['good', 'extremely good', 'somewhat good'],
  ])('degree words move %s', (plain, more, less) => {
    expect(feeling(more)).toBeGreaterThan(feeling(plain));
    expect(feeling(less)).toBeLessThan(feeling(plain));
  });
});

describe('labels', () => {
  test.each([
    ['positive', '味道特别好，送得也快，非常满意', 'Delicious food and super friendly staff, loved it'],
    ['negative', '等了两个小时，菜还是凉的，太差了', 'Waited two hours and the food was cold. Terrible'],
    ['neutral', '请问周末几点开门？', 'What time do you open on Sunday?'],
    ['mixed', '菜很好吃，但是服务态度太差', 'Lovely room, but the breakfast was awful'],
  ])('%s', (label, chinese, english) => {
    expect(detectSentiment(fold(chinese)).label).toBe(label);
    expect(detectSentiment(fold(english)).label).toBe(label);
  });

  test('traditional Han reads as simplified', () => {
    expect(detectSentiment(fold('服務態度很差'))).toEqual(detectSentiment(fold('服务态度很差')));
  });

  test('no evidence is neutral, a rating alone is evidence', () => {
    expect(detectSentiment('').label).toBe('neutral');
    expect(detectSentiment('', { rating: 0 }).label).toBe('negative');
    expect(detectSentiment('', { rating: 0.5 }).label).toBe('neutral');
    expect(detectSentiment('', { rating: 1 }).label).toBe('positive');
  });

  test('a rating tips a text that says little', () => {
    const text = fold('收到了');
    expect(detectSentiment(text, { rating: 1 }).score).toBeGreaterThan(detectSentiment(text, { rating: 0 }).score);
  });

  test('a language that no model reads is judged by emoji and lexicon only', () => {
    const reading = detectSentiment(fold('Das Essen kam kalt 😡'), { readable: false });
    expect(reading).toMatchObject({ label: 'negative', model: 0 });
  });
});

test('total: scores in range, evidence inside the text', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('不', '很', '好', '但是', '，', '。', 'not ', 'very ', 'bad', ' but ', '? ', '😡', '虽然', '难道'), {
        maxLength: 30,
      })
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(texts, fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }), (text, rating) => {
      const reading = detectSentiment(fold(text), rating === undefined ? {} : { rating });
      expect(Math.abs(reading.score)).toBeLessThanOrEqual(1);
      expect(reading.confidence).toBeGreaterThanOrEqual(0);
      expect(reading.confidence).toBeLessThanOrEqual(1);
      for (const { start, end } of reading.feelings) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(start).toBeLessThan(end);
      }
    }),
  );
});
