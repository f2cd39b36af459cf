import { describe, expect, test } from '@jest/globals';
import { parse as oracle } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { decodeText } from './decode-text.ts';
import { memberText } from './member-text.ts';
import { readJson, splitArray } from './read-json.ts';
import { readTime } from './read-time.ts';
import { limits } from '../limits.ts';
import { sampleOf } from './sample.ts';
import { splitCsv } from './split-csv.ts';
import { splitLines } from './split-lines.ts';
import { splitRow } from './split-row.ts';

const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

describe('charsets are told from bytes', () => {
  test.each([
    ['UTF-8', '快递太慢了', '快递太慢了', 'e5bfabe98092e5a4aae685a2e4ba86'],
    ['UTF-8 with a mark', 'hello', 'hello', 'efbbbf68656c6c6f'],
    ['UTF-16LE with a mark', '好', '好', 'fffe7d59'],
    ['UTF-16BE with a mark', '好', '好', 'feff597d'],
    ['GB 18030', '退款太慢', '退款太慢', 'cdcbbfeeccabc2fd'],
    ['Big5', '退款太慢', '退款太慢', 'b068b4daa4d3ba43'],
  ])('%s', (_name, _text, expected, hex) => {
    expect(decodeText(Buffer.from(hex, 'hex'))).toMatchObject({ tag: 'text', text: expected });
  });

  test.each([0, 1, 2])('a sample whose reader cut it %i bytes into a character is text all the same', (shift) => {
    const long = Buffer.from(`${'x'.repeat(shift)}${'客户：快递太慢了\n'.repeat(5000)}`);
    expect(sampleOf(long.subarray(0, limits.sampleBytes)).text).toContain('\n客户：快递太慢了');
  });

  test('what is no text in any of them is invalid, never replaced', () => {
    expect(decodeText(Uint8Array.of(0x63, 0xe9, 0x20))).toEqual({ tag: 'invalid' });
  });

  test('a declared charset is believed where it fits', () => {
    expect(decodeText(Uint8Array.of(0x63, 0xe9, 0x20), 'iso-8859-1')).toMatchObject({ text: 'cé ' });
    expect(decodeText(utf8('好'), 'no-such-charset')).toMatchObject({ text: '好' });
  });
});

describe('JSON', () => {
  const json = fc.json({ maxDepth: 6 });

  test('valid JSON reads as JSON.parse reads it', () => {
    fc.assert(
      fc.property(
        json.filter((text) => !/\d{16}/.test(text)),
        (text) => expect(readJson(text)).toEqual({ tag: 'value', value: JSON.parse(text) as unknown }),
      ),
    );
  });

  test('no text makes it throw, and what JSON.parse refuses it refuses', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          json.map((text) => text.slice(1)),
        ),
        (text) => {
          let valid = true;
          try {
            JSON.parse(text);
          } catch {
            valid = false;
          }
          expect(readJson(text).tag).toBe(valid ? 'value' : 'fault');
        },
      ),
    );
  });

  test('an array splits into the texts of its elements, a member is found as it stands', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 })), (values) => {
        const text = JSON.stringify(values);
        const split = splitArray(text);
        expect(split?.tag === 'elements' ? split.texts.map((one) => JSON.parse(one) as unknown) : null).toEqual(JSON.parse(text));
        const found = memberText(JSON.stringify({ note: 'a "data": [1]', data: values, x: { data: 1 } }, null, 1), 'data');
        expect(JSON.parse(found ?? 'null')).toEqual(JSON.parse(text));
      }),
    );
  });

  test.each([
    ['integers beyond 2^53 keep their digits', '{"id": 12345678901234567890, "n": 5}', { id: '12345678901234567890', n: 5 }],
    ['long fractions stay numbers', '[0.12345678901234567]', [Number('0.12345678901234567')]],
    ['digits in strings are left alone', '["12345678901234567890"]', ['12345678901234567890']],
  ])('%s', (_name, text, value) => {
    expect(readJson(text)).toEqual({ tag: 'value', value });
  });

  test('64 levels pass, 65 are too deep, brackets in strings are no levels', () => {
    expect(readJson('['.repeat(64) + ']'.repeat(64)).tag).toBe('value');
    expect(readJson('['.repeat(65) + ']'.repeat(65))).toMatchObject({ fault: { code: 'err:intake:client:too-deep' } });
    expect(readJson(JSON.stringify('['.repeat(100))).tag).toBe('value');
    expect(readJson('['.repeat(1_000_000))).toMatchObject({ fault: { code: 'err:intake:client:too-deep' } });
  });

  test('the fault names a position and quotes nothing', () => {
    expect(readJson('{"phone": 13800138000x}')).toEqual({
      tag: 'fault',
      fault: { code: 'err:intake:client:malformed-json', detail: 'position 21' },
    });
  });
});

describe('CSV', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '好', '"', ',', '\n', '\r\n', ' ', ';') });
  const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
  const rowsOf = (text: string, chunk: number): string[] => {
    const splitter = splitCsv();
    const bytes = utf8(text);
    const frames = [];
    for (let at = 0; at < bytes.length; at += chunk) frames.push(...splitter.push(bytes.subarray(at, at + chunk)));
    frames.push(...splitter.flush());
    return frames.map((frame) => Buffer.from(frame.bytes).toString());
  };

  test('well-formed files read as csv-parse reads them, however they are cut into chunks', () => {
    const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 40 }), fc.constantFrom('\n', '\r\n'), (rows, chunk, lineEnd) => {
        const text = rows.map((row) => row.map(quoted).join(',')).join(lineEnd);
        const expected = oracle(text);
        expect(rowsOf(text, chunk).map((row) => splitRow(row, ','))).toEqual(expected);
      }),
    );
  });

  test('a broken quote costs its own line', () => {
    const splitter = splitCsv();
    const frames = [...splitter.push(utf8('a,b\n"x"y,1\nz,2\n"never closed,3\nlast,4\n')), ...splitter.flush()];
    expect(frames.map(({ broken, row }) => [row, broken?.code ?? 'whole'])).toEqual([
      [1, 'whole'],
      [2, 'err:intake:client:malformed-csv'],
      [3, 'whole'],
      [4, 'err:intake:client:malformed-csv'],
      [5, 'whole'],
    ]);
  });
});

test('a line over its limit is one broken frame, and the next line is read', () => {
  const splitter = splitLines(100);
  const frames = [];
  for (let i = 0; i < 50; i += 1) frames.push(...splitter.push(utf8('x'.repeat(10))));
  frames.push(...splitter.push(utf8('\nok\n')), ...splitter.flush());
  expect(frames.map(({ broken, row, end }) => [row, end > 0, broken?.code])).toEqual([
    [1, true, 'err:intake:client:too-large'],
    [2, true, undefined],
  ]);
  expect(frames.at(-1)?.end).toBe(504);
});

describe('times', () => {
  test.each([
    ['2026-03-01T15:04:05+08:00', '2026-03-01T15:04:05+08:00'],
    ['2026-03-01T15:04:05.5Z', '2026-03-01T15:04:05.500Z'],
    ['2026-03-01', '2026-03-01T00:00:00'],
    ['2026/3/1 9:05', '2026-03-01T09:05:00'],
    ['2026年3月1日', '2026-03-01T00:00:00'],
    ['2026年3月1日 下午3:05', '2026-03-01T15:05:00'],
    ['2026年3月1日 15时04分05秒', '2026-03-01T15:04:05'],
    ['Sun, 1 Mar 2026 10:00:00 +0800 (CST)', '2026-03-01T10:00:00+08:00'],
    ['1 Mar 26 10:00 GMT', '2026-03-01T10:00:00Z'],
    ['Sun Mar 01 02:00:00 +0000 2026', '2026-03-01T02:00:00+00:00'],
    ['1772330400', '2026-03-01T02:00:00.000Z'],
    [1_772_330_400_000, '2026-03-01T02:00:00.000Z'],
    ['2026-02-30', null],
    ['2026-13-01', null],
    ['昨天', null],
    ['', null],
    [Number.NaN, null],
  ])('%s', (given, expected) => {
    expect(readTime(given)).toBe(expected);
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.double()), (value) => expect(() => readTime(value)).not.toThrow()));
  });
});
