import { inMemoryMemory, runHopSync, type StepContext } from '@earshot/engine';
import type { RawRecord } from '@earshot/model';
import { describe, expect, test } from '@jest/globals';
import { findPersonalData } from '@earshot/text';
import * as fc from 'fast-check';
import { cleanHop } from '../pipeline.ts';
import type { CleanedRecord } from '../records.ts';

const now = Date.UTC(2026, 2, 1);
const context: StepContext = { now, settings: { pseudonymKey: 'key', homeOffset: '+08:00' } };

const raw = (part: Partial<RawRecord>): RawRecord => ({
  schema: 'raw/1',
  id: 'fb_1',
  revision: 0,
  deleted: false,
  channel: 'web',
  connector: 'web',
  account: 'shop',
  sourceId: '1',
  conversation: 'fb_1',
  receipt: 'rc_1',
  receivedAt: '2026-03-01T00:00:00.000Z',
  faults: [],
  ...part,
});

const text = (content: string): Partial<RawRecord> => ({ body: { format: 'text', content } });
const html = (content: string): Partial<RawRecord> => ({ body: { format: 'html', content } });

const cleanAll = (records: readonly RawRecord[], memory = inMemoryMemory()): CleanedRecord[] =>
  runHopSync(cleanHop, records, memory, context).map((ended) => {
    if (ended?.outcome.tag !== 'ok') throw new Error(`not ok: ${JSON.stringify(ended)}`);
    return ended.outcome.value;
  });
const clean = (part: Partial<RawRecord>): CleanedRecord['cleaned'] => {
  const [record] = cleanAll([raw(part)]);
  if (record === undefined) throw new Error('no record');
  return record.cleaned;
};

describe('the text is what the customer wrote', () => {
  test.each<[string, Partial<RawRecord>, string]>([
    ['html zh', html('<div style="display:none">预览</div><p>太慢了</p><p>退款</p>'), '太慢了\n\n退款'],
    ['html en', html('<p>Too <b>slow</b></p><script>x</script>'), 'Too slow'],
    ['mojibake', text('é€€æ¬¾å¤ªæ…¢'), '退款太慢'],
    ['mail zh', { channel: 'email', ...text('没收到\r\n\r\n------------------ 原始邮件 ------------------\r\n旧文') }, '没收到'],
    ['mail en', { channel: 'email', ...text('No.\n\nOn Mon, Shop <a@b.example> wrote:\n> Hi') }, 'No.'],
    ['quote sign elsewhere stays', text('> 5 stars'), '> 5 stars'],
    ['wide characters', text('ＡＢＣ　订单１２\0'), 'ABC 订单12'],
    ['phone', text('打１３８００１３８０００找我'), '打[phone]找我'],
    ['nothing', {}, ''],
  ])('%s', (_, part, wanted) => expect(clean(part).text).toBe(wanted));
});

test('turns are joined, redacted, and the focus is what the customer said', () => {
  const cleaned = clean({
    channel: 'hotline',
    turns: [
      { speaker: '客服', role: 'agent', text: '您好' },
      { speaker: '客户', role: 'customer', text: '我的电话是13800138000' },
      { speaker: 'Agent', role: 'agent', text: 'Thanks' },
    ],
  });
  expect(cleaned.text).toBe('您好\n我的电话是[phone]\nThanks');
  expect(cleaned.focus.map(({ start, end }) => cleaned.text.slice(start, end))).toEqual(['我的电话是[phone]']);
  expect(cleaned.redactions.map(({ start, end }) => cleaned.text.slice(start, end))).toEqual(['[phone]']);
  expect(cleaned.turns?.map(({ start, end, text }) => cleaned.text.slice(start, end) === text)).toEqual([true, true, true]);
});

test('titles are redacted too, and a message taken back has no text left', () => {
  expect(clean({ title: '请致电 13800138000', ...text('x') }).title).toBe('请致电 [phone]');
  expect(clean({ deleted: true, title: '标题', ...text('secret 13800138000') })).toMatchObject({
    text: '',
    focus: [],
    quality: { empty: true },
  });
});

test('machine mail is classed, spam flagged, destroyed text told', () => {
  expect(clean({ channel: 'email', title: '自动回复：您好', ...text('我在休假') }).machine).toBe('auto-reply');
  expect(clean(text('兼职刷单日赚500，加微信 abc_12345')).quality.spam).toBe(true);
  expect(clean(text('锟斤拷锟斤拷')).repairs).toContain('unrecoverable-encoding');
  expect(clean(html('<img src="x">')).repairs).toContain('html-without-text');
});

describe('duplicates', () => {
  const long = '上周三下单的冰箱到现在还没有送到，客服每次都说在催，已经催了五次了，请尽快处理或者给我退款，谢谢';
  const by = (id: string, address: string, content: string): RawRecord => raw({ id, author: { address }, ...text(content) });
  const qualities = (records: readonly RawRecord[], memory = inMemoryMemory()): unknown[] =>
    cleanAll(records, memory).map(({ cleaned: { quality } }) => [quality.duplicateOf, quality.nearDuplicateOf]);

  test('same author and words; other authors only where the text is long enough', () => {
    expect(qualities([by('a', 'x@y.cn', '太慢'), by('b', 'X@y.cn', '太慢！'), by('c', 'z@y.cn', '太慢')])).toEqual([
      [undefined, undefined],
      ['a', undefined],
      [undefined, undefined],
    ]);
    expect(qualities([by('a', 'x@y.cn', long), by('b', 'z@y.cn', long.replace('五次', '六次'))])).toEqual([
      [undefined, undefined],
      [undefined, 'a'],
    ]);
  });
  test('a redelivered or edited message is never its own duplicate', () => {
    const memory = inMemoryMemory();
    const first = by('a', 'x@y.cn', long);
    qualities([first], memory);
    expect(qualities([first, { ...first, revision: 1 }], memory)).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });
});

describe('for any content', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      '\ud800',
      '\0',
      '\u202e',
      '👩🏽\u200d💻',
      '<div hidden>',
      '</p>',
      '13800138000',
      'a@b.cn',
      '我叫王伟，',
      '\r\n> ',
      '发件人：',
      '退款',
    ),
  );
  const content = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));
  const record = fc
    .record({
      channel: fc.constantFrom('email', 'web', 'hotline', 'social'),
      format: fc.constantFrom('text', 'html'),
      content,
      title: content,
      turns: fc.array(content, { maxLength: 3 }),
    })
    .map(({ channel, format, content, title, turns }) =>
      raw({
        channel,
        title,
        body: { format, content },
        turns: turns.map((said, at) => ({ speaker: 's', text: said, ...(at === 0 ? { role: 'agent' as const } : {}) })),
      }),
    );
  test('every step is total, spans stay inside, no personal data is left, only the promised fields go on', () => {
    fc.assert(
      fc.property(record, (given) => {
        const [out] = cleanAll([given]);
        const cleaned = out?.cleaned;
        if (cleaned === undefined) throw new Error('no record');
        for (const { start, end } of [...cleaned.focus, ...cleaned.redactions, ...(cleaned.turns ?? [])]) {
          expect(start >= 0 && end >= start && end <= cleaned.text.length).toBe(true);
        }
        for (const { type, start, end } of cleaned.redactions) expect(cleaned.text.slice(start, end)).toBe(`[${type}]`);
        for (const part of cleaned.turns?.map(({ text }) => text) ?? [cleaned.text]) expect(findPersonalData(part)).toEqual([]);
        expect(cleaned.text.isWellFormed()).toBe(true);
        expect(Object.keys(out ?? {}).sort()).toEqual([...Object.keys(given), 'cleaned'].sort());
        expect(JSON.parse(JSON.stringify(out))).toEqual(out);
      }),
      { numRuns: 400 },
    );
  });
});
