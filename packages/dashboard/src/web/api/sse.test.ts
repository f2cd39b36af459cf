import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { sseReader } from './sse.ts';

const stream =
  ': hello\n\nevent: indexed\ndata: {"text":"太慢"}\n\ndata: a\r\ndata: b\r\n\r\nretry: 5\n\nevent: indexed\ndata:{}\r\rdata: left open';
const expected = [
  { event: 'indexed', data: '{"text":"太慢"}' },
  { event: 'message', data: 'a\nb' },
  { event: 'indexed', data: '{}' },
];

describe('server-sent events', () => {
  test('the same events come out however the network cuts the stream', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
        const read = sseReader();
        const edges = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
        const found = edges.slice(1).flatMap((end, index) => read(stream.slice(edges[index], end)));
        expect(found).toEqual(expected);
      }),
    );
  });

  test('any text is read without a throw', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (chunks) => {
        const read = sseReader();
        expect(chunks.flatMap((chunk) => read(chunk)).every(({ event }) => event !== '')).toBe(true);
      }),
    );
  });
});
