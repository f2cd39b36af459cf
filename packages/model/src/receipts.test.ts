import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { signedReceipts } from './receipts.ts';

const ours = signedReceipts('a secret');

describe('receipts', () => {
  test('tell when they were given, also those of the items of a batch', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1e12, max: 4e12 }),
        fc.double({ min: 0, max: 0.999_999, noNaN: true }),
        fc.nat(9_999_999),
        (now, chance, item) => {
          const receipt = ours.mint(now, chance);
          expect([ours.givenAt(receipt), ours.givenAt(`${receipt}.${item}`)]).toEqual([now, now]);
        },
      ),
    );
  });

  test('cannot be invented: another secret, another time or another nonce is not ours', () => {
    const receipt = ours.mint(1_764_000_000_000, 0.5);
    const [, time = '', nonce = '', seal = ''] = /^rc_(\w+?)_(\w{10})_(.+)$/u.exec(receipt) ?? [];
    const later = (Number.parseInt(time, 36) + 1).toString(36);
    expect(signedReceipts('another').givenAt(receipt)).toBeNull();
    expect(ours.givenAt(`rc_${later}_${nonce}_${seal}`)).toBeNull();
    expect(ours.givenAt(`rc_${time}_${nonce.slice(1)}0_${seal}`)).toBeNull();
  });

  test('anything else is none, and never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(ours.givenAt(text)).toBeNull()));
  });
});
