import { expect, test } from '@jest/globals';
import type { ReceiptMeta } from './connector.ts';
import { detectFormat } from './detect-format.ts';
import { loadFixtures } from './conformance.ts';
import { fileURLToPath } from 'node:url';
import { registry, type ConnectorName } from './registry.ts';
import { streamItems, type StreamOptions } from './stream-items.ts';

const meta: ReceiptMeta = { account: 'a', receivedAt: '2026-03-01T08:00:00.000Z', receipt: 'rc_1', filename: 'big' };

async function* repeated(head: string, row: (index: number) => string, rows: number): AsyncGenerator<Uint8Array> {
  let chunk = head;
  for (let i = 0; i < rows; i += 1) {
    chunk += row(i);
    if (chunk.length > 50_000) {
      yield Buffer.from(chunk);
      chunk = '';
    }
  }
  yield Buffer.from(chunk);
}

const count = async (source: AsyncIterable<Uint8Array>, options: StreamOptions) => {
  const ids = new Set<string>();
  let faults = 0;
  let most = 0;
  let next = 0;
  for await (const one of streamItems(source, options)) {
    if (one.item.tag === 'item') ids.add(one.item.record.id);
    else faults += 1;
    if ((ids.size + faults) % 2000 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers);
    expect(one.next).toBeGreaterThanOrEqual(next);
    ({ next } = one);
  }
  return { items: ids.size, faults, most };
};

test.each<[ConnectorName, string, string, (index: number) => string]>([
  ['web', 'csv', '评价内容,评分\n', (i) => `"快递太慢，等了${i}天",${i % 7 === 0 ? '5,多一列' : i % 5}\n`],
  ['web', 'ndjson', '', (i) => (i % 7 === 0 ? '{"feedback":\n' : `{"feedback":"房间很好","evaluation":5,"id":${i}}\n`)],
  [
    'email',
    'mbox',
    '',
    (i) => `From a@b Sun Mar  1 10:00:00 2026\n${i % 7 === 0 ? '' : 'Subject: hi\n'}Message-ID: <${i}@x>\n\nbody ${'x'.repeat(200)}\n\n`,
  ],
])('%s %s: a long file streams item by item, memory does not grow with it', async (name, format, head, row) => {
  const rows = 12_000;
  const { items, faults, most } = await count(repeated(head, row, rows), { connector: registry[name], format, meta });
  expect(items + faults).toBe(rows);
  expect(faults).toBe(format === 'mbox' ? 0 : Math.ceil(rows / 7));
  expect(most).toBeLessThan(100 * 1024 * 1024);
});

test('a file over the limit that has to be held whole is a fault, not an exhausted memory', async () => {
  const source = repeated('[', () => ' '.repeat(40_000), 1800);
  const found = [];
  for await (const one of streamItems(source, { connector: registry.web, format: 'array', meta })) found.push(one);
  expect(found).toMatchObject([{ item: { tag: 'fault', fault: { code: 'err:intake:client:too-large' } } }]);
});

test.each(['web', 'hotline', 'social', 'email'] as const)(
  'files of %s find their connector by content, and by name where content is silent',
  (name) => {
    const fixtures = loadFixtures(fileURLToPath(new URL(`${name}/fixtures`, import.meta.url)));
    for (const { file, bytes, format, detected } of fixtures) {
      if (!detected) continue;
      expect([file, detectFormat(bytes)]).toEqual([file, { connector: name, format }]);
    }
  },
);

test.each([
  ['nothing.bin', '\0\u0001\u0002', null],
  ['notes.txt', 'just a sentence', null],
  ['a.csv', 'x,y\n1,2\n', { connector: 'web', format: 'csv' }],
  ['a.jsonl', '{"feedback":"x"}\n', { connector: 'web', format: 'ndjson' }],
  ['a.jsonl', '{"turns":[]}\n', { connector: 'hotline', format: 'ndjson' }],
  ['a.srt', '1\n', { connector: 'hotline', format: 'srt' }],
  ['a.eml', 'hello', { connector: 'email', format: 'eml' }],
])('%s with %j', (filename, text, expected) => {
  expect(detectFormat(Buffer.from(text), filename)).toEqual(expected);
});
