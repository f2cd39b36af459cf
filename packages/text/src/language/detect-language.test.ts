import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { detectLanguage } from './detect-language.ts';

describe('the dominant language is named', () => {
  test.each([
    ['快递太慢了，我要退款', 'zh'],
    ['這個產品沒有用，請退錢', 'zh'],
    ['太慢', 'zh'],
    ['这个app的UI太差', 'zh'],
    ['The delivery was late and nobody answered', 'en'],
    ['ok', 'en'],
    ['refund please', 'en'],
    ['快递太慢了，客服不理人。The delivery was late and nobody answered me.', 'mixed'],
    ['配送が遅いです', 'ja'],
    ['배송이 너무 늦어요', 'ko'],
    ['Le produit est arrivé cassé et le service est nul', 'fr'],
    ['Die Lieferung kam viel zu spät und der Kundendienst antwortet nicht', 'de'],
    ['El pedido llegó tarde y nadie responde', 'es'],
    ['Доставка очень медленная', 'ru'],
    ['12345 !!! 👍', 'und'],
    ['', 'und'],
    ['https://example.com/a/b AB-12345', 'und'],
    ['https://example.com/the/best 太慢', 'zh'],
    ['[phone] [name]', 'und'],
  ])('%s', (text, language) => expect(detectLanguage(text).language).toBe(language));
});

test('spans tell traditional Chinese and each run of a mixture', () => {
  expect(detectLanguage('這個產品沒有用。').spans[0]?.language).toBe('zh-Hant');
  const text = '快递太慢了！Never again with this shop.';
  expect(detectLanguage(text).spans.map(({ language, start, end }) => [language, text.slice(start, end)])).toEqual([
    ['zh', '快递太慢了！'],
    ['en', 'Never again with this shop.'],
  ]);
});

test('spans lie in the text, in order, and share one whole, for any text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('太慢。', 'very good. ', 'です', '\ud800', '@'))),
      (parts) => {
        const text = parts.join('');
        let last = 0;
        let shares = 0;
        for (const { start, end, share = 0 } of detectLanguage(text).spans) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeLessThanOrEqual(text.length);
          last = end;
          shares += share;
        }
        expect(last === 0 || Math.abs(shares - 1) < 0.01).toBe(true);
      },
    ),
  );
});
