import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { classifyMachineMail } from './classify-machine-mail.ts';

type Row = [string, Record<string, string>, string, string, string | undefined];

describe('programs are told from people', () => {
  test.each<Row>([
    ['RFC 3834 reply', { 'auto-submitted': 'auto-replied' }, 'Re: order', 'I am away', 'auto-reply'],
    ['RFC 3834 no', { 'auto-submitted': 'no' }, 'order', 'late', undefined],
    ['delivery report', { 'content-type': 'multipart/report; report-type=delivery-status' }, '', '', 'bounce'],
    ['null sender zh', { 'return-path': '<>' }, '系统退信', '', 'bounce'],
    ['daemon', { from: 'MAILER-DAEMON@mx.example' }, 'failure notice', '', 'bounce'],
    ['newsletter', { 'list-unsubscribe': '<mailto:u@x.example>', precedence: 'bulk' }, '本周特惠', '', 'newsletter'],
    [
      'support group',
      { 'list-id': '<help.example>', 'list-unsubscribe': '<x>', 'list-post': '<y>', precedence: 'list' },
      '退款',
      '',
      undefined,
    ],
    ['subject zh', {}, '自动回复：您的邮件', '', 'auto-reply'],
    ['subject en', {}, 'Automatic reply: Order 5', '', 'auto-reply'],
    ['out of office', {}, 'Re: hello', 'Hi, I am currently out of the office until Monday.', 'auto-reply'],
    ['body zh', {}, '您好', '这是一封自动回复邮件，我正在休假', 'auto-reply'],
    ['calendar', { 'content-type': 'text/calendar; method=REPLY' }, 'x', '', 'calendar'],
    ['calendar zh', {}, '会议邀请: 周会', '', 'calendar'],
    ['ours', { 'x-earshot-effect': 'e1' }, '', '', 'own'],
    ['a complaint about auto-replies', {}, 'Your auto replies are useless', 'I only ever get automatic replies', undefined],
    ['投诉自动回复', {}, '客服只会自动回复', '每次都是自动回复，没人理我', undefined],
    ['Exchange hint alone', { 'x-auto-response-suppress': 'All' }, 'Where is my order', '', undefined],
  ])('%s', (_, headers, subject, text, wanted) => expect(classifyMachineMail(headers, subject, text)?.class).toBe(wanted));
});

test('total on any headers and words', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string()), fc.string(), fc.string(), (headers, subject, text) => {
      const found = classifyMachineMail(headers, subject, text);
      expect(found === undefined || found.by.length > 0).toBe(true);
    }),
  );
});
