import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { segment } from '../tokens/segment.ts';
import { extractKeywords } from './extract-keywords.ts';
import { findEntities } from './find-entities.ts';

const keywords = (text: string): string[] => {
  const { folded, tokens } = segment(text);
  return extractKeywords(folded, tokens);
};
const entities = (text: string): string[] => findEntities(text, segment(text).folded).map(({ type, value }) => `${type} ${value}`);

describe('key phrases', () => {
  test.each([
    ['The verification code never arrives and the hotline is dead', 'verification code'],
    ['Late delivery and a crushed box', 'late delivery'],
    ['物流信息五天没动', '物流信息'],
    ['客服态度恶劣', '客服态度恶劣'],
  ])('%s', (text, phrase) => {
    expect(keywords(text)).toContain(phrase);
  });

  test.each([['今天的东西怎么这么慢呢'], ['the thing is that you and I want something today']])('no stop words: %s', (text) => {
    for (const word of ['东西', '今天', 'thing', 'something', 'today']) expect(keywords(text)).not.toContain(word);
  });
});

describe('entities', () => {
  test.each([
    ['订单号：202601120087，还没到', 'order 202601120087'],
    ['单号SF1029384756到哪了', 'order SF1029384756'],
    ['order #AB-12345 is late', 'order AB-12345'],
    ['my tracking number is 1Z999AA10123456784', 'order 1Z999AA10123456784'],
    ['多收了我￥199.00', 'money ￥199.00'],
    ['扣了3000元', 'money 3000元'],
    ['you charged $12.50', 'money $12.50'],
    ['3月15日下的单', 'date 3月15日'],
    ['since March 3rd', 'date March 3rd'],
  ])('%s', (text, expected) => {
    expect(entities(text)).toContain(expected);
  });
});

test('total: few, distinct, inside the text', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('订单号', '12345678', '￥9', '物流', '慢', ' order ', 'a1-b2', ' box', '。'), { maxLength: 40 })
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const found = keywords(text);
      expect(found.length).toBeLessThanOrEqual(8);
      expect(new Set(found).size).toBe(found.length);
      for (const { start = -1, end = -1, value } of findEntities(text, segment(text).folded)) expect(text.slice(start, end)).toBe(value);
    }),
  );
});
