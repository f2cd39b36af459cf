import { describe, expect, test } from '@jest/globals';
import type { LogRecord } from '@earshot/platform';
import * as fc from 'fast-check';
import { laneQueue, type Entry, type LaneQueue, type Session } from './lanes.ts';

const session = (): Session => ({
  partition: 0,
  epoch: 1,
  lanes: new Map(),
  state: 'open',
  flying: 0,
  ledger: { deliver: () => null, finish: () => undefined, settled: async () => undefined },
});

const record = (source: string, key: string, offset: number): LogRecord => ({
  key,
  value: new Uint8Array(10),
  headers: { ce_source: source },
  partition: 0,
  offset,
  appendedAt: 0,
});

const add = (queue: LaneQueue, held: Session, source: string, key: string, offset: number): Entry =>
  queue.add(held, record(source, key, offset), { offset, finished: false });

const land = (queue: LaneQueue, entries: readonly Entry[]): void => {
  for (const lane of new Set(entries.map((entry) => entry.lane))) queue.wake(lane);
};

const limits = { maxItems: 64, maxBytes: 1_000_000 };

describe('lanes', () => {
  test.each([
    ['one conversation', (at: number) => `hot-${at % 1}`],
    ['a thousand conversations', (at: number) => `hot-${at}`],
  ])('a flood of one account in %s leaves the others their place in the next flight', (_, keyOf) => {
    const queue = laneQueue();
    const held = session();
    for (let at = 0; at < 1000; at += 1) add(queue, held, '/hot', keyOf(at), at);
    for (let at = 0; at < 20; at += 1) add(queue, held, `/quiet/${at % 2}`, `quiet-${at}`, 1000 + at);
    const taken = queue.take(limits);
    expect(taken).toHaveLength(64);
    expect(taken.filter(({ lane }) => lane.source !== '/hot')).toHaveLength(20);
  });

  test('what the others leave free goes to the flood', () => {
    const queue = laneQueue();
    const held = session();
    for (let at = 0; at < 1000; at += 1) add(queue, held, '/hot', 'one', at);
    expect(queue.take(limits).map(({ record: { offset } }) => offset)).toEqual(Array.from({ length: 64 }, (_, at) => at));
  });

  test('whatever comes, lands and waits again: nothing is lost, every key stays in order, no key flies twice at once', () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ tag: fc.constant('add' as const), source: fc.nat(3), key: fc.nat(6) }) },
      { weight: 2, arbitrary: fc.record({ tag: fc.constant('take' as const), items: fc.integer({ min: 1, max: 40 }) }) },
      { weight: 2, arbitrary: fc.record({ tag: fc.constant('land' as const), flight: fc.nat(3), again: fc.boolean() }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const queue = laneQueue();
        const held = session();
        const flights: (readonly Entry[])[] = [];
        const done: number[] = [];
        const byKey = new Map<string, number[]>();
        let offset = 0;
        const take = (items: number): void => {
          const entries = queue.take({ maxItems: items, maxBytes: 1_000_000 });
          expect(entries.length).toBeLessThanOrEqual(items);
          const flying = new Set(flights.flat().map(({ lane }) => lane));
          for (const { lane } of entries) expect(flying.has(lane)).toBe(false);
          if (entries.length > 0) flights.push(entries);
        };
        const landAt = (at: number, again: boolean): void => {
          const [flight] = flights.splice(at % Math.max(1, flights.length), 1);
          if (flight === undefined) return;
          if (again)
            for (const lane of new Set(flight.map((entry) => entry.lane)))
              queue.putBack(
                lane,
                flight.filter((entry) => entry.lane === lane),
              );
          else {
            for (const entry of flight) {
              done.push(entry.record.offset);
              byKey.get(entry.record.key)?.push(entry.record.offset);
            }
          }
          land(queue, flight);
        };
        for (const move of steps) {
          if (move.tag === 'add') {
            const key = `${move.source}/${move.key}`;
            if (!byKey.has(key)) byKey.set(key, []);
            add(queue, held, `${move.source}`, key, offset);
            offset += 1;
          } else if (move.tag === 'take') take(move.items);
          else landAt(move.flight, move.again);
        }
        while (flights.length > 0) landAt(0, false);
        for (let left = -1; left !== done.length; ) {
          left = done.length;
          take(7);
          landAt(0, false);
        }
        expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: offset }, (_, at) => at));
        for (const offsets of byKey.values()) expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
      }),
      { numRuns: 500 },
    );
  });
});
