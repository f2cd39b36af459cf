import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { repairMojibake } from './repair-mojibake.ts';

const latin = new TextDecoder('windows-1252');
const asLatin = (text: string): string => latin.decode(Buffer.from(text));
const asGbk = (text: string): string => iconv.decode(Buffer.from(text), 'gbk');

const messages = [
  '退款太慢了，客服也不回复',
  '我的退款在哪里？已经三天了',
  'café très déçu',
  'die Lieferung kam verspätet',
  'It’s “late” — again…',
  '非常好👍',
  '荷物が届きません',
];

describe('UTF-8 read as Windows-1252 is read right', () => {
  test.each(messages)('%s', (message) => expect(repairMojibake(asLatin(message))).toEqual({ text: message, repair: 'mojibake' }));
  test('next to clean words', () => expect(repairMojibake(`订单：${asLatin('退款')}`).text).toBe('订单：退款'));
});

describe('UTF-8 read as GBK is read right, but for the character that the misreading ate', () => {
  test.each(['退款太慢了，客服也不回复我', '我的退款在哪里', '快递员态度很差，我要投诉', '房间很干净，下次还会来'])('%s', (message) => {
    const { text, repair } = repairMojibake(asGbk(message));
    expect(repair).toBe('mojibake');
    expect(text.slice(0, -1)).toBe(message.slice(0, text.length - 1));
    expect(text.length).toBeGreaterThanOrEqual(message.length - 1);
  });
});

test.each(['锟斤拷锟斤拷 订单', 'Caf��� closed'])('destroyed text is flagged, not invented: %s', (text) => {
  expect(repairMojibake(text)).toEqual({ text, repair: 'unrecoverable-encoding' });
});

describe('clean text is never touched', () => {
  const clean = [
    '快递很慢',
    '繁體中文也沒有問題，謝謝您',
    '齉龘靐齾',
    '饕餮盛宴饕餮',
    'Très bien, à bientôt',
    'SÃO PAULO É ÓTIMO',
    'Größe paßt nicht',
    '«É»',
    'ありがとう、部屋が綺麗',
    '배송이 늦어요',
    '20 °C ± 2',
    '😀👍🏽',
    '涓流',
    ...messages,
  ];
  test.each(clean)('%s', (text) => expect(repairMojibake(text)).toEqual({ text }));
  const unit = fc.constantFrom(...new Set(clean.join('')));
  test('nor any mixture of clean messages', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...clean)), (parts) =>
        expect(repairMojibake(parts.join(' '))).toEqual({ text: parts.join(' ') }),
      ),
    );
  });
  test('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit })), (text) => typeof repairMojibake(text).text === 'string'),
    );
  });
});
