import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { LogRecord } from './port.ts';
import { recordBuffer } from './record-buffer.ts';

const record = (partition: number, offset: number, size: number): LogRecord => ({
  key: '',
  value: new Uint8Array(size),
  headers: {},
  partition,
  offset,
  appendedAt: 0,
});

describe('the buffer of a group member', () => {
  test('every record comes out once, in order of its partition, within the limits, and no partition waits two rounds', () => {
    const loads = fc.array(fc.record({ partition: fc.nat(4), sizes: fc.array(fc.nat(40), { minLength: 1, maxLength: 30 }) }), {
      maxLength: 20,
    });
    const limits = fc.record({ maxItems: fc.integer({ min: 1, max: 10 }), maxBytes: fc.integer({ min: 1, max: 100 }) });
    fc.assert(
      fc.property(loads, limits, (given, { maxItems, maxBytes }) => {
        const buffer = recordBuffer();
        const next = new Map<number, number>();
        for (const { partition, sizes } of given) {
          const from = next.get(partition) ?? 0;
          buffer.add(
            partition,
            sizes.map((size, at) => record(partition, from + at, size)),
          );
          next.set(partition, from + sizes.length);
        }
        const seen = new Map<number, number>();
        const turns: number[] = [];
        for (let batch = buffer.take(7, { maxItems, maxBytes }); batch !== null; batch = buffer.take(7, { maxItems, maxBytes })) {
          const { partition, records, epoch } = batch;
          expect(epoch).toBe(7);
          expect(records.length).toBeLessThanOrEqual(maxItems);
          const bytes = records.reduce((sum, { value }) => sum + value.byteLength, 0);
          expect(records.length === 1 || bytes <= maxBytes).toBe(true);
          const from = seen.get(partition) ?? 0;
          expect(records.map(({ offset }) => offset)).toEqual(records.map((_, at) => from + at));
          seen.set(partition, from + records.length);
          turns.push(partition);
        }
        expect(seen).toEqual(next);
        for (const partition of next.keys()) expect(buffer.bytesOf(partition)).toBe(0);
        // Round robin: between two turns of one partition every partition that still had records had its own.
        for (const [at, partition] of turns.entries()) {
          const again = turns.indexOf(partition, at + 1);
          if (again === -1) continue;
          for (const other of new Set(turns.slice(again))) expect(turns.slice(at, again + 1)).toContain(other);
        }
      }),
    );
  });
});
