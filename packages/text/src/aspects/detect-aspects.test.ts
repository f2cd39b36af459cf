import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readFeelings } from '../sentiment/read-feeling.ts';
import { fold } from '../tokens/fold.ts';
import { detectAspects } from './detect-aspects.ts';
import lexicon from './lexicon.json' with { type: 'json' };

const aspectsOf = (text: string): string[] => {
  const folded = fold(text);
  return detectAspects(text, folded, readFeelings(folded)).map(({ category, sentiment }) => `${category} ${sentiment}`);
};

describe('what was judged, and how', () => {
  test.each([
    ['implicit waiting', '等了一个小时才吃上', 'waited 40 minutes for a table', 'waiting.time negative'],
    ['a late delivery', '物流太慢了', 'late delivery again', 'delivery.speed negative'],
    ['a fast delivery', '发货很快', 'fast shipping', 'delivery.speed positive'],
    ['something is missing', '少送了一份饭', 'missing item in my order', 'delivery.wrong_item negative'],
    ['broken on the way', '杯子碎了', 'it arrived broken', 'delivery.damage negative'],
    ['a clean room', '房间一尘不染', 'spotless bathroom', 'room.cleanliness positive'],
    ['noise', '隔音太差', 'the walls are paper thin', 'room.noise negative'],
    ['attitude', '服务态度恶劣', 'rude staff', 'service.attitude negative'],
    ['taste', '味道很好', 'the food was delicious', 'food.taste positive'],
    ['hygiene', '汤里有苍蝇', 'there was a hair in my soup', 'food.hygiene negative'],
    ['billing', '重复扣款', 'you charged me twice', 'price.billing negative'],
    ['a crash', '一打开就闪退', 'the app keeps crashing', 'app.crash negative'],
    ['login', '验证码收不到', "I can't log in", 'account.login negative'],
    ['theft', '账号被盗', 'my account was hacked', 'account.security negative'],
    ['signal', '家里没信号', 'no signal at home', 'network.signal negative'],
    ['an idea names its subject', '希望增加深色模式', 'please add a dark mode', 'app.feature neutral'],
  ])('%s', (_, chinese, english, expected) => {
    expect(aspectsOf(chinese)).toContain(expected);
    expect(aspectsOf(english)).toContain(expected);
  });

  test.each([['房间很干净，就是隔音太差'], ['The room was spotless but the walls are paper thin']])(
    'each clause has its own feeling: %s',
    (text) => {
      expect(aspectsOf(text)).toEqual(expect.arrayContaining(['room.cleanliness positive', 'room.noise negative']));
    },
  );
});

test('offsets point at the words that were named', () => {
  const text = 'Ｌｏｖｅｌｙ room，服務態度很差';
  for (const { start = -1, end = -1, term } of detectAspects(text, fold(text), readFeelings(fold(text))))
    if (term !== undefined) expect(text.slice(start, end)).toBe(term);
});

test('total: at most sixteen aspects, inside the text, of known categories', () => {
  const words = Object.values(lexicon).flatMap(({ terms, negative, positive }) =>
    `${terms} ${negative} ${positive}`.replaceAll('_', ' ').split(' '),
  );
  const texts = fc.array(fc.constantFrom(...words, '，', '. ', '不', '很好', ' bad '), { maxLength: 40 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, (text) => {
      const folded = fold(text);
      const aspects = detectAspects(text, folded, readFeelings(folded));
      expect(aspects.length).toBeLessThanOrEqual(16);
      for (const { start = -1, end = -1, category, score } of aspects) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(Object.keys(lexicon)).toContain(category);
        expect(Math.abs(score)).toBeLessThanOrEqual(1);
      }
    }),
  );
});
