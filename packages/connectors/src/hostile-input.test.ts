import { expect, test } from '@jest/globals';
import type { ReceiptMeta } from './connector.ts';
import { registry, type ConnectorName } from './registry.ts';

const meta: ReceiptMeta = { account: 'a', receivedAt: '2026-03-01T08:00:00.000Z', receipt: 'rc_1' };
const long = 300_000;

// Each would take minutes or the whole memory in a parser that is not linear; the suite's time limit is the judge.
test.each<[ConnectorName, string, string, string]>([
  ['web', 'json', 'open brackets', '['.repeat(long)],
  ['web', 'json', 'open strings', '"'.repeat(long)],
  ['web', 'array', 'empty elements', `[${',{}'.repeat(50_000)}]`],
  ['web', 'csv', 'open quotes', `text\n${'"a\n'.repeat(long)}`],
  ['web', 'csv', 'quotes on each line', `text\n${'"\n'.repeat(long)}`],
  ['web', 'csv', 'one endless row', `text\n${'a,'.repeat(long)}`],
  ['web', 'form', 'pairs', 'a&'.repeat(long)],
  ['web', 'ndjson', 'blank lines', '\n'.repeat(long)],
  ['hotline', 'vtt', 'arrows', `WEBVTT\n\n${'-->\n'.repeat(long)}`],
  ['hotline', 'vtt', 'blanks before an arrow', `WEBVTT\n\na${' '.repeat(long)}b-->\n`],
  ['hotline', 'vtt', 'open tags', `WEBVTT\n\n00:00.000 --> 00:01.000\n${'<v '.repeat(long)}`],
  ['hotline', 'srt', 'commas', `1:1:${',1:1:x'.repeat(long)} a b`],
  ['hotline', 'text', 'blanks', `${`a${' '.repeat(10_000)}b\n`.repeat(100)}客服：好`],
  ['hotline', 'text', 'colons', '：'.repeat(long)],
  ['hotline', 'json', 'turns of nothing', `{"turns":[${'0,'.repeat(long)}0]}`],
  ['social', 'x', 'members', `{"data":[${'{"id":"1"},'.repeat(30_000)}{}]}`],
  ['social', 'json', 'deep objects', '{"a":'.repeat(long)],
  ['email', 'eml', 'open script elements', `Content-Type: text/html\r\n\r\n${'<script>'.repeat(long)}`],
  ['email', 'eml', 'open angle brackets', `Content-Type: text/html\r\n\r\n${'<a '.repeat(long)}`],
  ['email', 'eml', 'encoded words', `Subject: ${'=?utf-8?Q?'.repeat(long / 10)}\r\n\r\nx`],
  ['email', 'eml', 'boundaries', `${'Content-Type: multipart/mixed; boundary=a\r\n'.repeat(10_000)}\r\n${'--a\r\n'.repeat(5_000)}`],
  ['email', 'mbox', 'From lines', '\nFrom a 2026\n'.repeat(3_000)],
])('%s %s: %s', async (name, format, _what, text) => {
  const items = await registry[name].parse(Buffer.from(text), { ...meta, format });
  for (const item of items) if (item.tag === 'item') expect(JSON.stringify(item.record).length).toBeLessThan(1_048_576);
});
