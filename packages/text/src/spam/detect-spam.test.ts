import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { fold } from '../tokens/fold.ts';
import { detectSpam as detectFolded, type Spam } from './detect-spam.ts';

const detectSpam = (text: string): Spam | null => detectFolded(fold(text));

describe('unsolicited and meaningless text is found, with its reason', () => {
  test.each([
    ['兼职刷单日赚500，加微信 abc_12345', 'advertising'],
    ['代开各类发票，咨询微信 fp-888888', 'advertising'],
    ['恭喜您中奖！点击领取大奖 http://a.example 免费送', 'prize'],
    ['URGENT! You have won a £1000 cash prize. Call 09061234567 to claim', 'prize'],
    ['Earn up to $500 a day, work from home, click here', 'advertising'],
    ['http://a.example http://b.example http://c.example', 'links'],
    ['asdfghjkl asdfghjkl', 'keyboard-mash'],
    ['测测测测测测测测测测测测测测测测测测', 'repetition'],
  ])('%s', (text, reason) => expect(detectSpam(text)?.reason).toBe(reason));
});

describe('customers are never taken for spam', () => {
  test.each([
    '我加了你们客服微信也没人理，退款还没到',
    '优惠券用不了，限时特价是骗人的',
    '中奖了却不发货，投诉！',
    '发票开错了，请重新开发票',
    '哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈',
    '差差差差差差差差差差差差差差差差差差',
    'I won a voucher but the code does not work',
    'Free delivery was promised, I paid $15. Refund please.',
    'The app is free but crashes. I cannot claim my refund',
    'hmmm',
    '!!!!!!!!!!!!!!!!!!!!!',
    '👍👍👍👍👍👍👍👍👍👍',
  ])('%s', (text) => expect(detectSpam(text)).toBeNull());
});

test('total for any text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => [null, 'object'].includes(detectSpam(text) === null ? null : 'object')));
});
