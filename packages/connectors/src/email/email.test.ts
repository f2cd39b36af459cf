import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { ParsedItem, ReceiptMeta } from '../connector.ts';
import { testOnInputs } from '../public-inputs.ts';
import { sha256 } from '../reading/bytes.ts';
import { canonicalEmail } from './canonical.ts';
import { decodeUtf7 } from './decode-utf7.ts';
import { email } from './index.ts';
import { repairBytes } from './repair-bytes.ts';

const meta: ReceiptMeta = { account: 'help', receivedAt: '2026-03-01T08:00:00.000Z', receipt: 'rc_1' };
const plain = (html: string): string => html.replace(/<[^>]*>/g, '');
const parsed = async (mail: string | Uint8Array, format = 'eml'): Promise<readonly ParsedItem[]> =>
  email.parse(typeof mail === 'string' ? Buffer.from(mail) : mail, { ...meta, format });
const recordOf = async (mail: string | Uint8Array) => {
  const [item] = await parsed(mail);
  if (item?.tag !== 'item') throw new RangeError(JSON.stringify(item));
  return item.record;
};
const hex = (...parts: string[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (/^[\da-f]+$/.test(part) ? Buffer.from(part, 'hex') : Buffer.from(part))));

// 退款太慢 in GB 18030 and Big5
const gb = 'cdcbbfeeccabc2fd';
const big5 = 'b068b4daa4d3ba43';

describe('bytes that MIME parsers lose', () => {
  test.each<[string, Uint8Array, string, string]>([
    ['raw GB 18030 header and body', hex('Subject: ', gb, '\r\nFrom: a@b.cn\r\n\r\n', gb, '\r\n'), '退款太慢', '退款太慢'],
    [
      'raw Big5, unknown label',
      hex('Subject: ', big5, '\r\nContent-Type: text/plain; charset=unknown-8bit\r\n\r\n', big5, big5),
      '退款太慢',
      '退款太慢退款太慢',
    ],
    ['raw UTF-8 header', hex('Subject: ', Buffer.from('退款').toString('hex'), '\r\n\r\nhi'), '退款', 'hi'],
    ['raw bytes in an encoded word', hex('Subject: =?gb2312?Q?', gb, '?=\r\n\r\nhi'), '退款太慢', 'hi'],
    ['a UTF-7 word', hex('Subject: =?utf-7?Q?+ZeVnLIqe-?= x\r\n\r\nhi'), '日本語 x', 'hi'],
    [
      'base64 without a known charset',
      hex(
        `Subject: s\r\nContent-Type: text/plain; charset="x-unknown"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(gb, 'hex').toString('base64')}`,
      ),
      's',
      '退款太慢',
    ],
    [
      'UTF-8 that calls itself GB 2312',
      hex('Subject: s\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n', Buffer.from('退款太慢了').toString('hex')),
      's',
      '退款太慢了',
    ],
    [
      'a part without header fields',
      hex('Subject: s\r\nContent-Type: multipart/mixed; boundary=zz\r\n\r\n--zz\r\n\r\n', gb, '\r\n--zz--\r\n'),
      's',
      '退款太慢',
    ],
    ['Latin-1 without a label', hex('Subject: s\r\n\r\nun caf', 'e9', ' froid'), 's', 'un café froid'],
  ])('%s', async (_name, mail, subject, text) => {
    const found = await canonicalEmail(mail, plain);
    expect([found.subject, found.text.trim()]).toEqual([subject, text]);
  });

  test('sound mail is not touched', () => {
    const sound = Buffer.from('From: a@b.cn\r\nSubject: =?utf-8?B?5aW9?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n好\r\n');
    expect(repairBytes(sound).bytes).toBe(sound);
  });

  test('never throws', () => {
    const piece = fc.constantFrom(
      'Content-Type: ',
      'multipart/mixed; boundary=a',
      'text/plain',
      '; charset=',
      'x',
      '\r\n',
      '\n',
      '--a',
      '--',
      '=?utf-7?Q?+',
      '?=',
      '\xe9',
      ' ',
    );
    fc.assert(fc.property(fc.array(piece), (pieces) => expect(() => repairBytes(Buffer.from(pieces.join(''), 'latin1'))).not.toThrow()));
    fc.assert(fc.property(fc.string(), (text) => expect(() => decodeUtf7(text)).not.toThrow()));
  });
});

describe('a mail as a record', () => {
  const mail = [
    'From: "Wang, Li" <li@example.cn>',
    'To: Help <help@shop.example>, group: a@x.example, b@x.example;',
    'Subject: Re: refund',
    'Date: Sun, 1 Mar 2026 10:00:00 +0800',
    'Message-ID: <m2@example.cn>',
    'In-Reply-To: <m1@shop.example>',
    'References: <m0@example.cn>',
    '\t<m1@shop.example>',
    'Auto-Submitted: auto-replied',
    '',
    'Still waiting.',
  ].join('\r\n');

  test('identity, thread, time with its zone, author, telling headers', async () => {
    expect(await recordOf(mail)).toMatchObject({
      sourceId: 'm2@example.cn',
      occurredAt: '2026-03-01T10:00:00+08:00',
      title: 'Re: refund',
      author: { name: 'Wang, Li', address: 'li@example.cn' },
      thread: { messageId: 'm2@example.cn', inReplyTo: 'm1@shop.example', references: ['m0@example.cn', 'm1@shop.example'] },
      headers: { 'auto-submitted': 'auto-replied', to: 'help@shop.example, a@x.example, b@x.example' },
      body: { format: 'text', content: 'Still waiting.\n' },
    });
  });

  test('an answer has the conversation of the mail that it answers', async () => {
    const root = await recordOf('Message-ID: <m0@example.cn>\r\nSubject: refund\r\n\r\nhi');
    expect((await recordOf(mail)).conversation).toBe(root.conversation);
  });

  test('without a Message-ID the bytes are the identity', async () => {
    const [one, same, other] = await Promise.all(['hi', 'hi', 'ho'].map((text) => recordOf(`Subject: s\r\n\r\n${text}`)));
    expect(one?.id).toBe(same?.id);
    expect(other?.id).not.toBe(one?.id);
  });

  test('attachments are blobs under their hash, their names carry no path', async () => {
    const [item] = await parsed(
      'Subject: s\r\nContent-Type: application/pdf; name="..\\\\x/发票.pdf"\r\nContent-Disposition: attachment\r\n\r\nPDF\r\n',
    );
    const record = item?.tag === 'item' ? item.record : undefined;
    expect(record?.attachments).toMatchObject([{ contentType: 'application/pdf', filename: '发票.pdf' }]);
    expect(item?.blobs?.map((blob) => sha256(blob))).toEqual(record?.attachments?.map((file) => file.sha256));
  });

  test('HTML is kept where there is no text; HTML without words is flagged', async () => {
    const html = 'Subject: s\r\nContent-Type: text/html\r\n\r\n';
    expect(await recordOf(`${html}<p>好的</p>`)).toMatchObject({ body: { format: 'html', content: '<p>好的</p>\n' }, faults: [] });
    expect(await recordOf(`${html}<style>p{}</style><img src=x>`)).toMatchObject({
      faults: [{ code: 'err:intake:client:malformed-markup', path: '/html' }],
    });
  });

  test('what somebody wrote without a mail header is kept and flagged; other bytes are a fault with their blob', async () => {
    expect(await recordOf('只有正文，没有邮件头')).toMatchObject({ faults: [{ code: 'err:intake:client:malformed-markup' }] });
    const bytes = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1, 2);
    expect(await parsed(bytes)).toMatchObject([{ tag: 'fault', fault: { code: 'err:intake:client:malformed-markup' } }]);
  });

  test.each([
    [
      'nesting',
      `Subject: s\r\n${'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n'.replace('=b', '=b0').replace('--b', '--b0')}${Array.from({ length: 300 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i + 1}\r\n\r\n--b${i + 1}\r\n`).join('')}\r\nhi`,
    ],
    ['parts', `Subject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(20_000)}--b--`],
    ['headers', `Subject: s\r\n${`X-Long: ${'x'.repeat(900)}\r\n`.repeat(3000)}\r\nhi`],
  ])('mail beyond its bound of %s is a fault that keeps the bytes', async (_name, hostile) => {
    const [item] = await parsed(hostile);
    expect(item).toMatchObject({ tag: 'fault', fault: { code: 'err:intake:client:malformed-markup' } });
    expect(item?.tag === 'fault' ? (item.original ?? item.blobs?.[0]) : undefined).toBeDefined();
  });
});

test.each([
  ['plain', 'Subject: s\r\n\r\n'],
  ['labelled', 'Subject: s\r\nContent-Transfer-Encoding: 8bit\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n'],
])('half a million quoted lines (%s) are read whole', async (_name, head) => {
  const found = await canonicalEmail(Buffer.from(`${head}${'> 引用\r\n'.repeat(500_000)}最后一行`), plain);
  expect(found.text.length).toBe(5 * 500_000 + 4);
  expect(found.text.endsWith('最后一行')).toBe(true);
});

test('words in the middle of a very long HTML body stay', async () => {
  const record = await recordOf(
    `Subject: s\r\nContent-Type: text/html\r\n\r\n${'<div class="x">'.repeat(50_000)}我要投诉${'</div>'.repeat(50_000)}`,
  );
  expect(record.body?.content).toContain('我要投诉');
  expect(record.faults).toEqual([]);
});

test('an mbox is cut at its From lines only', async () => {
  const box = [
    'From a@b Sun Mar  1 10:00:00 2026',
    'Subject: one',
    '',
    'x',
    'From here in 2026 without a blank line',
    '>From quoted',
    '',
    'From me to you',
    '',
    'From c@d Mon Mar  2 10:00:00 2026',
    'Subject: 二',
    '',
    'y',
    '',
  ].join('\n');
  const items = await parsed(box, 'mbox');
  expect(
    items.map((item) => (item.tag === 'item' ? [item.record.title, item.record.body?.content.trim(), item.record.receipt] : item.fault)),
  ).toEqual([
    ['one', 'x\nFrom here in 2026 without a blank line\nFrom quoted\n\nFrom me to you', 'rc_1.1'],
    ['二', 'y', 'rc_1.2'],
  ]);
});

testOnInputs('email', 'subjects, senders, dates and attachments of the RFC example mails', async (folder) => {
  const cases = readFileSync(`${folder}mime.jsonl`, 'utf8').trim().split('\n');
  for (const line of cases) {
    const { path, expected } = JSON.parse(line) as {
      path: string;
      expected: { attachments: { sha256?: string }[]; subject?: string; date?: string; from?: { address: string | null }[] };
    };
    const found = await canonicalEmail(readFileSync(`${folder}${path}`), plain);
    if (expected.subject !== undefined) expect(found.subject).toBe(expected.subject);
    if (expected.date !== undefined) expect(Date.parse(found.date ?? '')).toBe(Date.parse(expected.date));
    const hashes = found.attachments.map((file) => file.sha256);
    expect(expected.attachments.flatMap(({ sha256: hash }) => hash ?? []).filter((hash) => !hashes.includes(hash))).toEqual([]);
    const address = expected.from?.[0]?.address;
    if (address !== undefined && address !== null) expect(found.from?.address).toBe(address);
  }
  expect(cases.length).toBeGreaterThanOrEqual(10);
});

testOnInputs('email', 'malformed mail of other projects: records or typed faults, text readable', async (folder) => {
  const folders = [
    'cpython-test_email/data',
    'mikel-mail/spec/fixtures/emails/error_emails',
    'fast-mail-parser/vendor/mailparse/tests/files',
  ];
  const files = folders.flatMap((sub) =>
    readdirSync(`${folder}${sub}`, { withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:txt|eml)$/.test(entry.name))
      .map(({ name }) => `${folder}${sub}/${name}`),
  );
  for (const file of files) {
    const items = await parsed(readFileSync(file));
    expect(items.map(({ tag }) => tag)).toEqual(['item']);
  }
  expect(files.length).toBeGreaterThan(50);
});
