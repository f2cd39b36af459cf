import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { assign, type Held } from './assign.ts';

const names = ['a', 'b', 'c', 'd', 'e'];
const name = fc.constantFrom(null, ...names, 'gone');
const situation = fc.record({
  members: fc.uniqueArray(fc.constantFrom(...names)),
  held: fc
    .array(fc.record({ owner: name, wanted: name }), { minLength: 1, maxLength: 16 })
    .map((rows): Held[] => rows.map((row, partition) => ({ partition, ...row }))),
});

const carriedOut = (held: readonly Held[], plan: ReadonlyMap<number, string | null>): Held[] =>
  held.map(({ partition }) => ({ partition, owner: plan.get(partition) ?? null, wanted: plan.get(partition) ?? null }));

describe('assign', () => {
  test('shares differ by one at most and only living members get any', () => {
    fc.assert(
      fc.property(situation, ({ members, held }) => {
        const plan = assign(members, held);
        expect(plan.size).toBe(held.length);
        const counts = new Map(members.map((member) => [member, 0]));
        for (const member of plan.values()) {
          if (members.length === 0) expect(member).toBeNull();
          else counts.set(member ?? 'nobody', (counts.get(member ?? 'nobody') ?? -99) + 1);
        }
        if (members.length > 0) expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1);
        expect(Math.min(0, ...counts.values())).toBe(0);
      }),
    );
  });

  test('a plan carried out, or under way, is not planned anew', () => {
    fc.assert(
      fc.property(situation, ({ members, held }) => {
        const plan = assign(members, held);
        expect(assign([...members].reverse(), carriedOut(held, plan))).toEqual(plan);
        const underWay = held.map((row) => ({ ...row, wanted: plan.get(row.partition) ?? null }));
        expect(assign(members, underWay)).toEqual(plan);
      }),
    );
  });

  test('a newcomer takes its share only', () => {
    const held = Array.from({ length: 12 }, (_, partition) => ({ partition, owner: 'a', wanted: 'a' }));
    const plan = [...assign(['a', 'b'], held).values()];
    expect(plan.filter((member) => member === 'b')).toHaveLength(6);
  });
});
