import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { canonical } from '../canonical.ts';
import type { ReceiptMeta } from '../connector.ts';
import { testOnInputs } from '../public-inputs.ts';
import { hotline } from './index.ts';
import { readPlain } from './read-plain.ts';
import { readVtt, vttTime } from './read-vtt.ts';

const meta: ReceiptMeta = { account: 'line', receivedAt: '2026-03-01T08:00:00.000Z', receipt: 'rc_1' };
const callOf = (body: string, format?: string) => {
  const [item] = hotline.parse(Buffer.from(body), format === undefined ? meta : { ...meta, format });
  if (item?.tag !== 'item') throw new RangeError(JSON.stringify(item));
  return item.record;
};
const said = (body: string, format?: string) => (callOf(body, format).turns ?? []).map(({ role, text }) => `${role ?? '-'}: ${text}`);

describe('turns of labelled text', () => {
  test.each([
    ['zh', '客服：您好\n客户：快递太慢', ['agent: 您好', 'customer: 快递太慢']],
    ['zh, half-width colon', '坐席:您好\n用户:没到账', ['agent: 您好', 'customer: 没到账']],
    ['zh, traditional', '客服人員：您好\n顧客：房間漏水', ['agent: 您好', 'customer: 房間漏水']],
    ['zh, names', '张三（客服）：您好\n王女士（客户）：退货', ['agent: 您好', 'customer: 退货']],
    ['en', 'Agent: Hello\nCustomer: It broke', ['agent: Hello', 'customer: It broke']],
    ['en, customer service is the agent', 'Customer Service: Hello\nCaller: It broke', ['agent: Hello', 'customer: It broke']],
    ['many lines', 'Agent: Hello\nand welcome\n\nCustomer: It broke\n', ['agent: Hello\nand welcome', 'customer: It broke']],
    ['a colon inside a turn', 'Agent: Hello\nNote: this is said\nCustomer: ok', ['agent: Hello\nNote: this is said', 'customer: ok']],
    ['a link is no speaker', '客服：看这里\nhttp://example.com\n客户：好', ['agent: 看这里\nhttp://example.com', 'customer: 好']],
    [
      'unnamed parties, by what the agent says',
      'A: hi\nB: thank you for calling\nA: it broke\nB: sorry',
      ['customer: hi', 'agent: thank you for calling', 'customer: it broke', 'agent: sorry'],
    ],
    ['names and one role', '小李：你好\n客户：坏了\n小李：抱歉', ['agent: 你好', 'customer: 坏了', 'agent: 抱歉']],
  ])('%s', (_name, body, expected) => {
    expect(said(body, 'text')).toEqual(expected);
  });

  test('times of the call, and of the day counted from the first', () => {
    expect(callOf('[00:01:02] Agent: a\n[00:01:10] Customer: b').turns?.map(({ startMs }) => startMs)).toEqual([62_000, 70_000]);
    expect(callOf('客服 10:02:33\n您好\n客户 10:02:40\n坏了').turns?.map(({ startMs }) => startMs)).toEqual([0, 7_000]);
  });

  test('never throws and loses no word of a turn', () => {
    const line = fc.string({ unit: fc.constantFrom('a', '好', ':', '：', ' ', '[', '1', '0', ']', '/') });
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const turns = readPlain(`客服：开始\n${lines.join('\n')}`);
        const words = new Set(turns.flatMap(({ text, speaker }) => (text + speaker).split('')));
        for (const letter of ['a', '好']) if (lines.join('').includes(letter)) expect(words.has(letter)).toBe(true);
        expect(turns.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('WebVTT', () => {
  test.each([
    ['00:01.500', 1500],
    ['01:00:00.000', 3_600_000],
    ['100:00:00.001', 360_000_001],
    ['00:60.000', null],
    ['00:01.5', null],
    ['1:01.000', 61_000],
  ])('time %s', (text, expected) => {
    expect(vttTime(text)).toBe(expected);
  });

  test('voices, entities and tags; a malformed cue is passed over and flagged', () => {
    const record = callOf(
      'WEBVTT\n\n00:00.000 --> 00:01.000\n<v.loud 客户>太慢 &amp; <i>贵</i></v>\n\n00:02.000 -> 00:03.000\nlost\n\n00:04.000 --> 00:05.000\n<v 客服>抱歉',
    );
    expect(record.turns).toEqual([
      { speaker: '客户', role: 'customer', startMs: 0, endMs: 1000, text: '太慢 & 贵' },
      { speaker: '客服', role: 'agent', startMs: 4000, endMs: 5000, text: '抱歉' },
    ]);
    expect(record.faults).toMatchObject([{ code: 'err:intake:client:malformed-markup', path: 'row 6' }]);
  });

  test('without its signature it is a fault', () => {
    expect(hotline.parse(Buffer.from('00:00.000 --> 00:01.000\nx'), { ...meta, format: 'vtt' })).toMatchObject([
      { tag: 'fault', fault: { code: 'err:intake:client:malformed-markup' } },
    ]);
  });

  testOnInputs('transcripts/webvtt', 'cues of the W3C-rule files: at least 47 of 48 exact', (folder) => {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    const exact = names.filter((name) => {
      const { cues } = JSON.parse(readFileSync(folder + name, 'utf8')) as { cues: { startTime: number; endTime: number; text: string }[] };
      const found = readVtt(readFileSync(folder + name.replace('.json', '.vtt'), 'utf8'))?.cues ?? [];
      const expected = cues.map(({ startTime, endTime, text }) => [Math.round(startTime * 1000), Math.round(endTime * 1000), text]);
      return JSON.stringify(found.map(({ startMs, endMs, payload }) => [startMs, endMs, payload])) === JSON.stringify(expected);
    });
    expect(names.length).toBeGreaterThanOrEqual(48);
    expect(names.length - exact.length).toBeLessThanOrEqual(1);
  });
});

describe('JSON', () => {
  test.each([
    ['fractions are seconds', [{ speaker: 'a', text: 'hello there', start: 0.5, end: 2 }], [500, 2000]],
    ['whole numbers at the pace of speech are seconds', [{ speaker: 'a', text: 'x'.repeat(300), start: 0, end: 30 }], [0, 30_000]],
    ['whole numbers far from it are milliseconds', [{ speaker: 'a', text: '你好', start: 1500, end: 4200 }], [1500, 4200]],
    ['a name tells the unit', [{ speaker: 'a', text: 'x'.repeat(300), startMs: 1, endMs: 30 }], [1, 30]],
    ['clock times', [{ speaker: 'a', text: 'x', start: '00:00:01.500', end: '0:03' }], [1500, 3000]],
  ])('%s', (_name, turns, [start, end]) => {
    expect(callOf(JSON.stringify({ turns }), 'json').turns).toMatchObject([{ startMs: start, endMs: end }]);
  });

  test('fields beside the turns: rating, time, caller, labels', () => {
    const record = callOf(
      JSON.stringify({
        id: 'c1',
        rating: 4,
        startedAt: '2026-03-01 09:00',
        caller: '13800000000',
        queue: '账单',
        turns: [['客户', '多扣了']],
      }),
      'json',
    );
    expect(record).toMatchObject({
      sourceId: 'c1',
      rating: { value: 4 },
      occurredAt: '2026-03-01T09:00:00',
      author: { address: '13800000000', role: 'customer' },
      labels: { queue: '账单', format: 'json' },
    });
  });

  test('a call beyond its bounds keeps its beginning and says so', () => {
    const record = callOf(JSON.stringify({ turns: Array.from({ length: 10_050 }, (_, i) => ({ speaker: 'a', text: `${i}` })) }), 'json');
    expect(record.turns?.length).toBeGreaterThan(5_000);
    expect(record.turns?.length).toBeLessThanOrEqual(10_000);
    expect(record.faults).toMatchObject([{ code: 'err:intake:client:too-large' }]);
  });

  test('the canonical record has every field', () => {
    expect(canonical('hotline', callOf('客服：您好\n客户：坏了'))).toMatchObject({
      turns: [
        { speaker: '客服', role: 'agent', startMs: null, endMs: null, text: '您好', confidence: null },
        { speaker: '客户', role: 'customer', startMs: null, endMs: null, text: '坏了', confidence: null },
      ],
      durationMs: null,
      language: 'zh',
      format: 'text',
      rating: null,
      faults: [],
    });
  });
});

testOnInputs('transcripts', 'dialogues of CrossWOZ keep roles and order', (folder) => {
  const bytes = readFileSync(`${folder}crosswoz-200.ndjson`);
  const lines = bytes.toString('utf8').trim().split('\n');
  const items = hotline.parse(bytes, { ...meta, filename: 'crosswoz-200.ndjson' });
  const turns = items.map((item) => (item.tag === 'item' ? item.record.turns?.map(({ role, text }) => ({ role, text })) : item.fault));
  expect(turns).toEqual(lines.map((line) => (JSON.parse(line) as { turns: unknown }).turns));
});

testOnInputs('transcripts', 'subtitle files of other projects are calls or typed faults, never a throw', (folder) => {
  const files = ['webvtt_py-0.6.0', 'go-astisub'].flatMap((sub) => readdirSync(folder + sub).map((name) => `${sub}/${name}`));
  const wanted = files.filter((name) => /\.(?:vtt|srt|sbv)$/.test(name));
  for (const name of wanted) {
    const items = hotline.parse(readFileSync(folder + name), { ...meta, filename: name });
    expect(items).toHaveLength(1);
    const broken = /invalid|broken|missing_timeframe|empty\.|no_captions|missing_caption|non-utf8/.test(name);
    const [item] = items;
    if (item?.tag === 'item' && /invalid_timeframe\.(?:sbv|vtt)/.test(name)) expect(item.record.faults).not.toEqual([]);
    if (!broken) expect([name, item?.tag]).toEqual([name, 'item']);
  }
  expect(wanted.length).toBeGreaterThan(30);
});
