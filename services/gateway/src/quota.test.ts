import { describe, expect, test } from '@jest/globals';
import { RequestFault } from '@earshot/platform';
import * as fc from 'fast-check';
import { sourceQuota } from './quota.ts';

const clockAt = (start = 0): { now: number; elapsed(): number } => ({
  now: start,
  elapsed() {
    return this.now;
  },
});

const retryAfter = (run: () => void): number | null => {
  try {
    run();
    return null;
  } catch (error) {
    if (!(error instanceof RequestFault)) throw error;
    expect(error.fault.code).toBe('err:intake:capacity:over-quota');
    return Number(error.headers['retry-after']);
  }
};

describe('the quota of a source', () => {
  test('a source over its share waits as long as it is told, and the others do not', () => {
    const clock = clockAt();
    const quota = sourceQuota({ clock, itemsPerSecond: 10, burstSeconds: 10 });
    quota.charge('noisy', 150);
    const seconds = retryAfter(() => quota.check('noisy'));
    expect(seconds).toBe(6);
    expect(retryAfter(() => quota.check('quiet'))).toBeNull();
    clock.now += (seconds ?? 0) * 1000;
    expect(retryAfter(() => quota.check('noisy'))).toBeNull();
  });

  test('whatever it sends and however it waits, a source that obeys never gets more than burst and rate allow', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ items: fc.integer({ min: 1, max: 30 }), pauseMs: fc.nat(3000) }), { maxLength: 100 }), (sends) => {
        const clock = clockAt();
        const quota = sourceQuota({ clock, itemsPerSecond: 5, burstSeconds: 4 });
        let sent = 0;
        for (const { items, pauseMs } of sends) {
          clock.now += pauseMs;
          if (retryAfter(() => quota.check('a')) !== null) continue;
          quota.charge('a', items);
          sent += items;
          expect(sent).toBeLessThanOrEqual(20 + (clock.now / 1000) * 5 + 30);
        }
      }),
    );
  });

  test('a hundred thousand sources do not pile up', () => {
    const quota = sourceQuota({ clock: clockAt(), itemsPerSecond: 1, burstSeconds: 1 });
    quota.charge('first', 5);
    expect(retryAfter(() => quota.check('first'))).not.toBeNull();
    for (let at = 0; at < 20_000; at += 1) quota.charge(`s${at}`, 1);
    expect(retryAfter(() => quota.check('first'))).toBeNull();
  });
});
