import { describe, expect, test } from '@jest/globals';
import { systemClock } from './system.ts';
import { waiter } from './waiter.ts';

const hour = 3_600_000;

describe('waiter', () => {
  test('a wake ends the sleep under way', async () => {
    const wait = waiter();
    const slept = wait.sleep(systemClock, hour);
    wait.wake();
    await slept;
  });

  test('a wake between two sleeps ends the next one, and only that', async () => {
    const wait = waiter();
    wait.wake();
    wait.wake();
    await wait.sleep(systemClock, hour);
    const before = systemClock.elapsed();
    await wait.sleep(systemClock, 20);
    expect(systemClock.elapsed() - before).toBeGreaterThanOrEqual(15);
  });
});

describe('system clock', () => {
  test('an aborted sleep rejects, at once', async () => {
    const abort = new AbortController();
    const slept = systemClock.sleep(hour, abort.signal);
    abort.abort();
    await expect(slept).rejects.toMatchObject({ name: 'AbortError' });
  });
});
