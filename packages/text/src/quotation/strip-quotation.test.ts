import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { stripQuotation } from './strip-quotation.ts';

const own = (mail: string): string => stripQuotation(mail).text;

describe('only what was written now is left', () => {
  test.each([
    ['Gmail', 'Still broken.\n\nOn Tue, 3 Mar 2026 at 10:00, Shop <a@b.example> wrote:\n> How can we help?', 'Still broken.'],
    ['attribution over lines', 'No.\n\nOn Dec 16, 2026, at 12:47 PM, A Person\n<a@b.example>\nwrote:\n\n> Was it solved?', 'No.'],
    ['Outlook', 'Please refund.\n\nFrom: Shop <a@b.example>\nSent: Monday\nTo: Me\nSubject: Order\n\nOld text', 'Please refund.'],
    ['original message', 'Thanks\n-----Original Message-----\nold', 'Thanks'],
    ['forward with a word', 'See below\n\n---------- Forwarded message ---------\nFrom: x', 'See below'],
    ['QQ', '还是没收到\n\n------------------ 原始邮件 ------------------\n发件人: "客服"', '还是没收到'],
    ['163', '请退款\n---- 回复的原邮件 ----\n| 发件人 | 客服 |', '请退款'],
    ['Outlook zh', '太慢了\n\n发件人: 客服\n发送时间: 2026年3月1日 10:00\n收件人: 我\n主题: 订单\n\n旧文', '太慢了'],
    ['Apple zh', '好的\n\n在 2026年3月1日，下午2:05，客服 <a@b.example> 写道：\n\n> 您好', '好的'],
    ['Gmail zh', '不行\n\n客服 <a@b.example> 于2026年3月1日周日 14:05写道：\n\n旧文', '不行'],
    ['device en', 'It leaks.\n\nSent from my iPhone', 'It leaks.'],
    ['device zh', '漏水\n\n发自我的iPhone', '漏水'],
    ['Windows zh', '坏了\n\n从 Windows 版邮件发送', '坏了'],
    ['signature', 'Where is it?\n\n-- \nJane Doe\nACME', 'Where is it?'],
    ['answers between', '> Did it come?\nNo it did not.\n> 颜色对吗？\n不对。', 'No it did not.\n不对。'],
  ])('%s', (_, mail, wanted) => expect(own(mail)).toBe(wanted));
});

describe('own words are never taken', () => {
  test.each([
    'On Monday I wrote to you twice',
    '在上海写道歉信没有用',
    'From: what I see, it is late',
    '发件人写错了',
    '5 > 3 always',
    '--- sale ---\nwas a lie',
  ])('%s', (mail) => expect(own(mail)).toBe(mail));
  test('of a bare forward all is kept', () => {
    const mail = '---------- Forwarded message ---------\nFrom: a\nSubject: b\n\n我的投诉';
    expect(own(mail)).toBe(mail);
  });
});

test('spans lie inside the text, in order, for any text', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom('> x', '--', 'On x wrote:', '发自我的iPhone', '原始邮件', 'From: a', 'To: b', 'Subject: c', ''),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const mail = lines.join('\n');
      let last = 0;
      for (const { start, end } of stripQuotation(mail).removed) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThanOrEqual(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(mail.length);
    }),
  );
});
