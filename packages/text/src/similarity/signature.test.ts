import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { fold } from '../tokens/fold.ts';
import { bandsOf, likeness, packSignature, packedLikeness, signatureOf, type Signature } from './signature.ts';

const sign = (text: string): Signature => signatureOf(fold(text), 1) ?? new Uint32Array(64);
const complaint = '上周三下单的冰箱到现在还没有送到，客服每次都说在催，已经催了五次了，请尽快处理或者给我退款，谢谢';
const english =
  'I ordered a fridge last Wednesday and it still has not arrived, support keeps saying they will chase it, please refund me now';

describe('texts that differ in a few words are alike', () => {
  test.each([
    [complaint, `${complaint}！！`, 0.95, 1],
    [complaint, complaint.replace('五次', '六次'), 0.8, 1],
    [complaint, '上週三下單的冰箱到現在還沒有送到，客服每次都說在催，已經催了五次了，請盡快處理或者給我退款，謝謝', 0.8, 1],
    [english, english.toUpperCase(), 1, 1],
    [english, english.replace('fridge', 'freezer'), 0.7, 1],
    [complaint, '房间很干净，服务员也热情，早餐种类多，下次来还住这里，推荐给大家', 0, 0.15],
    [english, 'The room was clean, the staff friendly, breakfast had a wide choice and we will certainly come back', 0, 0.15],
  ])('%s', (a, b, least, most) => {
    const value = likeness(sign(a), sign(b));
    expect(value).toBeGreaterThanOrEqual(least);
    expect(value).toBeLessThanOrEqual(most);
    expect(packedLikeness(packSignature(sign(a)), packSignature(sign(b)))).toBeGreaterThanOrEqual(value);
  });
});

test('alike texts share a band, different ones none', () => {
  const bands = new Set(bandsOf(sign(complaint)));
  expect(bandsOf(sign(complaint.replace('五次', '六次'))).some((band) => bands.has(band))).toBe(true);
  expect(bandsOf(sign(english)).some((band) => bands.has(band))).toBe(false);
});

test('the estimate keeps to the true likeness', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 20000 }), { minLength: 120, maxLength: 120 }),
      fc.integer({ min: 0, max: 60 }),
      (codes, changed) => {
        const text = codes.map((code) => String.fromCharCode(0x4e00 + code)).join('');
        const other = text.slice(0, 120 - changed) + 'x '.repeat(changed);
        const shared = 119 - changed;
        expect(Math.abs(likeness(sign(text), sign(other)) - shared / (119 + (changed > 0 ? 2 : 0)))).toBeLessThan(0.3);
      },
    ),
  );
});

test('short texts have no signature and damage is no likeness', () => {
  expect(signatureOf('太慢了')).toBeNull();
  expect(packedLikeness('!!', 'abc')).toBe(0);
});
