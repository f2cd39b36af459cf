import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { findPersonalData } from './find-personal-data.ts';
import { redact } from './redact.ts';

describe('personal data is masked', () => {
  test.each([
    ['我的手机是13800138000，请回电', '我的手机是[phone]，请回电'],
    ['打 138 0013 8000 或 +86-139-0013-9000', '打 [phone] 或 [phone]'],
    ['座机010-62345678 转', '座机[phone] 转'],
    ['Call me at (415) 555-2671 or +44 20 7946 0958.', 'Call me at [phone] or [phone].'],
    ['my number is 4155552671', 'my number is [phone]'],
    ['电话幺三八零零一三八零零零', '电话[phone]'],
    ['call one three eight zero zero one three eight', 'call [phone]'],
    ['邮箱zhang.san@example.com谢谢', '邮箱[email]谢谢'],
    ['mail jane+x@mail.example.co.uk.', 'mail [email].'],
    ['卡号6222020200112233440', '卡号[card]'],
    ['paid with 4111 1111 1111 1111 twice', 'paid with [card] twice'],
    ['身份证11010519491231002X办理', '身份证[id]办理'],
    ['SSN 536-22-1234', 'SSN [id]'],
    ['see https://a.example/r?token=abc123&page=2', 'see https://a.example/r?token=[url]&page=2'],
    ['https://me:pw@a.example/x', 'https://[url]@a.example/x'],
    ['我叫王小明，订单没到', '我叫[name]，订单没到'],
    ['我是李先生', '我是[name]先生'],
    ['Hi, my name is Jane Doe and', 'Hi, my name is [name] and'],
    ['加微信abc_12345退差价', '加微信[wechat]退差价'],
    ['QQ：12345678', 'QQ：[wechat]'],
    ['车牌京A12345被刮', '车牌[plate]被刮'],
    ['送到杭州市西湖区文三路12号3栋502室，谢谢', '送到[address]，谢谢'],
    ['I live at 221 Baker Street, London', 'I live at [address]'],
    ['IBAN DE89 3704 0044 0532 0130 00', 'IBAN [iban]'],
  ])('%s', (given, wanted) => expect(redact(given).text).toBe(wanted));
});

describe('what is no personal data stays', () => {
  test.each([
    '订单号4111111111111111还没到',
    '运单号 13800138000 没更新',
    'order 4111 1111 1111 1111 is late',
    'tracking number 1Z999AA10123456784',
    '等了2026-03-01 14:05到现在，花了1234567.89元',
    '拨打400-123-4567没人接，12315投诉',
    'iPhone 15 Pro 256GB 买于2026/3/1',
    '我是老客户了，我叫外卖三次',
    "I'm Very Disappointed with this",
    '人民路上的店，坐3号线到',
    '五星好评，一二三四五六，上山打老虎',
    '微信支付失败 wechat payment failed',
  ])('%s', (text) => expect(redact(text)).toEqual({ text, redactions: [] }));
});

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(
    '13800138000',
    '138 0013',
    '电话',
    '我叫',
    '王伟',
    '，',
    ' ',
    '@',
    'a@b.cn',
    '微信',
    'abc_123',
    '[phone]',
    '12345678',
    '卡号',
    '号',
    '路',
    '杭州市',
    '12号',
    '3栋',
    'my name is ',
    'Jane',
    ' Doe',
    '+',
    '(',
    '-',
    'https://a.b/?token=x',
    '幺三八零零一三八零零零',
    '\ud83d',
    '订单号',
  ),
);
const message = fc.array(piece, { maxLength: 24 }).map((parts) => parts.join(''));

test('masking leaves nothing behind that a detector would find', () => {
  fc.assert(
    fc.property(message, (text) => expect(findPersonalData(redact(text).text)).toEqual([])),
    { numRuns: 2000 },
  );
});

test('every span covers its tag in the new text, in order', () => {
  fc.assert(
    fc.property(message, (given) => {
      const { text, redactions } = redact(given);
      let last = 0;
      for (const { type, start, end } of redactions) {
        expect(text.slice(start, end)).toBe(`[${type}]`);
        expect(start).toBeGreaterThanOrEqual(last);
        last = end;
      }
    }),
    { numRuns: 1000 },
  );
});

test('hostile repetition is not quadratic: half a million characters pass', () => {
  for (const piece of ['路1号', '1 ', 'a@', 'one ', 'Jane ', '一', 'http://a?token=']) {
    expect(redact(piece.repeat(500_000 / piece.length)).text.isWellFormed()).toBe(true);
  }
});
