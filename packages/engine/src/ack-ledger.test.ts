import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { ackLedger, type Slot } from './ack-ledger.ts';

const permutation = fc
  .uniqueArray(fc.nat(200), { minLength: 1, maxLength: 40 })
  .chain((offsets) => fc.tuple(fc.constant([...offsets].sort((a, b) => a - b)), fc.shuffledSubarray(offsets)));

describe('ackLedger', () => {
  test('in whatever order records finish, a commit never passes an unfinished one, and nothing finished below stays uncommitted', async () => {
    await fc.assert(
      fc.asyncProperty(permutation, async ([offsets, finishing]) => {
        const commits: number[] = [];
        const finished = new Set<number>();
        const ledger = ackLedger({
          commit: async (next) => {
            expect(offsets.filter((offset) => offset < next && !finished.has(offset))).toEqual([]);
            commits.push(next);
            return 'committed';
          },
          patience: async () => false,
          onOutcome: () => undefined,
        });
        const slots = new Map(offsets.map((offset): [number, Slot | null] => [offset, ledger.deliver(offset)]));
        for (const offset of finishing) {
          const slot = slots.get(offset);
          if (slot === null || slot === undefined) throw new Error('not delivered');
          finished.add(offset);
          ledger.finish(slot);
          if (offset % 3 === 0) await Promise.resolve();
        }
        await ledger.settled();
        const below = offsets.slice(0, offsets.findIndex((offset) => !finished.has(offset)) >>> 0).at(-1);
        expect(commits.at(-1)).toBe(below === undefined ? undefined : below + 1);
        expect(commits).toEqual([...commits].sort((a, b) => a - b));
      }),
    );
  });

  test('a repeat of an offset is told apart, so it is not run twice', () => {
    const ledger = ackLedger({ commit: async () => 'committed', patience: async () => false, onOutcome: () => undefined });
    expect(ledger.deliver(4)).toEqual({ offset: 4, finished: false });
    expect(ledger.deliver(4)).toBeNull();
    expect(ledger.deliver(3)).toBeNull();
    expect(ledger.deliver(9)).not.toBeNull();
  });

  test('a failing commit is tried again, a fenced one never', async () => {
    const answers = [() => Promise.reject(new Error('down')), async () => 'committed' as const, async () => 'fenced' as const];
    const outcomes: string[] = [];
    let calls = 0;
    const ledger = ackLedger({
      commit: () => (answers[calls++] ?? answers[0] ?? (async () => 'fenced'))(),
      patience: async () => true,
      onOutcome: (outcome) => outcomes.push(outcome),
    });
    for (const offset of [0, 1, 2]) {
      const slot = ledger.deliver(offset);
      if (slot !== null) ledger.finish(slot);
      await ledger.settled();
    }
    expect(outcomes).toEqual(['committed', 'fenced']);
    expect(calls).toBe(3);
  });
});
