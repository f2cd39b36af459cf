import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { normaliseCharacters } from './normalise-characters.ts';

const text = (given: string): string => normaliseCharacters(given).text;

describe('what is stored reads as it was written', () => {
  test.each([
    ['plain', 'It is fine.', 'It is fine.'],
    ['Chinese punctuation stays', '太慢了，“差评”！（真的）', '太慢了，“差评”！（真的）'],
    ['full-width letters and digits', 'ＡＢＣ１２３ 订单', 'ABC123 订单'],
    ['full-width address signs', 'ａ＠ｂ．ｃｏｍ', 'a@b.com'],
    ['line ends', 'a\r\nb\rc', 'a\nb\nc'],
    ['spaces and blank lines', '你好　　世界 \n\n\n\n再  见\t了', '你好 世界\n\n再 见 了'],
    ['NUL and controls', '退\0款\u0007 ok\u009f', '退款 ok'],
    ['zero width and bidi', 're\u200bfund \u202e退\u2066款\ufeff', 'refund 退款'],
    ['joined emoji', '👨\u200d👩\u200d👧 👩🏽\u200d💻', '👨\u200d👩\u200d👧 👩🏽\u200d💻'],
    ['joiner elsewhere', 'a\u200db 中\u200d文', 'ab 中文'],
    ['NFC', 'cafe\u0301', 'café'],
  ])('%s', (_, given, wanted) => expect(text(given)).toBe(wanted));
});

test('half a surrogate pair is replaced and flagged', () => {
  expect(normaliseCharacters('坏\ud83d了')).toEqual({ text: '坏\ufffd了', lone: true });
  expect(normaliseCharacters('好😀').lone).toBe(false);
});

test('idempotent, well-formed, free of controls, for any text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '\u200d', '\u202e', '\r', ' ', '\n', '👨', 'Ａ'))),
      (pieces) => {
        const once = text(pieces.join(''));
        expect(text(once)).toBe(once);
        expect(once.isWellFormed()).toBe(true);
        expect(once).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e]/u);
      },
    ),
  );
});
