import { describe, expect, test } from '@jest/globals';
import { partitionOf } from '@earshot/platform';
import { conversationKey } from '@earshot/model';
import * as fc from 'fast-check';
import { partitionShares, zipfShares } from './key-shares.ts';
import { planFor } from './plan.ts';
import { poisson, seeded } from './random.ts';
import { type Scenario, simulate } from './simulate.ts';

const even = (partitions: number): Float64Array => new Float64Array(partitions).fill(1 / partitions);
const calm: Scenario = {
  perSecond: 2000,
  shares: even(12),
  stages: [
    { name: 'clean', micros: 200, workers: 1 },
    { name: 'index', micros: 100, workers: 1 },
  ],
  seconds: 20,
  warmUpSeconds: 2,
  tickMs: 10,
  trouble: { tag: 'none' },
  seed: 1,
};

describe('the simulation', () => {
  test('the same seed gives the same run, another one another', () => {
    expect(simulate(calm)).toEqual(simulate(calm));
    expect(simulate({ ...calm, seed: 2 }).entered).not.toBe(simulate(calm).entered);
  });

  test('utilisation is rate times cost: 2,000 messages of 200 µs keep one processor busy for 0.4 of its time', () => {
    const { utilisation, left } = simulate(calm);
    expect(utilisation[0]).toBeCloseTo(0.4, 1);
    expect(utilisation[1]).toBeCloseTo(0.2, 1);
    expect(left).toBeLessThan(100);
  });

  test('no message gets lost or doubled on the way, whatever goes wrong', () => {
    const troubles = fc.oneof(
      fc.constant({ tag: 'none' } as const),
      fc.record({
        tag: fc.constantFrom('stop' as const, 'loss' as const),
        stage: fc.nat(1),
        at: fc.integer({ min: 1, max: 5 }),
        seconds: fc.integer({ min: 1, max: 3 }),
      }),
    );
    fc.assert(
      fc.property(troubles, fc.integer({ min: 100, max: 4000 }), fc.nat(1000), (trouble, perSecond, seed) => {
        const stages = calm.stages.map((stage) => ({ ...stage, workers: 3 }));
        const { left, lag, entered } = simulate({ ...calm, stages, perSecond, seed, trouble, seconds: 30 });
        expect(left).toBeGreaterThanOrEqual(0);
        expect(lag).toBeLessThanOrEqual(entered);
        // Long after the trouble nothing but the last ticks' messages is on its way.
        expect(left).toBeLessThan(perSecond);
      }),
      { numRuns: 20 },
    );
  });

  test('a plan over its processors falls behind by what is too much', () => {
    const { left } = simulate({ ...calm, perSecond: 6000 });
    // 5,000 a second are done.
    expect(left / (1000 * calm.seconds)).toBeCloseTo(1, 1);
  });

  test('a stop of three seconds makes messages wait three seconds, and a lost worker those of its partitions only', () => {
    const workers = calm.stages.map((stage) => ({ ...stage, workers: 4 }));
    const stop = simulate({ ...calm, stages: workers, trouble: { tag: 'stop', stage: 0, at: 5, seconds: 3 } });
    expect(stop.longest).toBeGreaterThanOrEqual(3000);
    expect(stop.longest).toBeLessThan(3500);
    const loss = simulate({ ...calm, stages: workers, trouble: { tag: 'loss', stage: 0, at: 5, seconds: 3 } });
    expect(loss.longest).toBeGreaterThanOrEqual(3000);
    expect(loss.lag).toBeLessThan(stop.lag / 2);
  });
});

describe('keys', () => {
  test('shares are those that the log would see, key by key', () => {
    const keys = zipfShares(500, 0.7);
    const shares = partitionShares(keys, 12);
    const counted = new Float64Array(12);
    for (const [at, share] of keys.entries()) {
      const partition = partitionOf(conversationKey('web', 'shop', `conversation-${at}`), 12);
      counted[partition] = (counted[partition] ?? 0) + share;
    }
    expect([...shares]).toEqual([...counted]);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  test('a conversation that needs more than one worker has no plan', () => {
    expect(() => planFor(1_000_000, [{ name: 'analyse', micros: 300 }], 0.01)).toThrow(
      /analyse: one conversation keeps 3\.0 workers busy/u,
    );
    const { partitions, stages } = planFor(10_000, [{ name: 'analyse', micros: 300 }], 0.0001);
    expect(stages).toEqual([{ name: 'analyse', micros: 300, workers: 5 }]);
    expect(partitions % 12).toBe(0);
  });

  test.each([0.3, 5, 40, 900])('Poisson numbers have the mean and the variance %d', (mean) => {
    const random = seeded(7);
    const numbers = Array.from({ length: 20_000 }, () => poisson(mean, random));
    const average = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    const variance = numbers.reduce((sum, number) => sum + (number - average) ** 2, 0) / numbers.length;
    expect(Math.abs(average / mean - 1)).toBeLessThan(0.03);
    expect(Math.abs(variance / mean - 1)).toBeLessThan(0.05);
  });
});
