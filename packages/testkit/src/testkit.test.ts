import { describe, expect, test } from '@jest/globals';
import { rawRecord } from '@earshot/model';
import { aRawRecord, faultInjector, InjectedFault, manualClock, recordingTelemetry, seededRandom } from './index.ts';

describe('seededRandom', () => {
  test('the same seed gives the same numbers, another seed others', () => {
    const draw = (seed: number): number[] =>
      Array.from(
        { length: 20 },
        (
          (random) => () =>
            random.next()
        )(seededRandom(seed)),
      );
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(7).every((value) => value >= 0 && value < 1)).toBe(true);
  });
});

describe('manualClock', () => {
  test('sleepers wake in the order of their times, and only when time has come', async () => {
    const clock = manualClock();
    const woken: string[] = [];
    const sleepers = [
      clock.sleep(30).then(() => woken.push('late')),
      clock.sleep(10).then(() => woken.push('early')),
      clock.sleep(100).then(() => woken.push('never')),
    ];
    await clock.advance(50);
    expect(woken).toEqual(['early', 'late']);
    expect(clock.elapsed()).toBe(50);
    expect(clock.advanceToNext()).toBe(true);
    await Promise.all(sleepers);
    expect(clock.elapsed()).toBe(100);
  });

  test('an aborted sleep rejects and leaves nobody asleep', async () => {
    const clock = manualClock();
    const stop = new AbortController();
    const sleeping = clock.sleep(10, stop.signal);
    stop.abort();
    await expect(sleeping).rejects.toMatchObject({ name: 'AbortError' });
    await expect(clock.sleep(10, stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(clock.sleepers()).toBe(0);
  });
});

test('a built raw record meets the schema, whatever identity it is given', () => {
  for (const sourceId of ['1', '消息-2']) expect(rawRecord.parse(aRawRecord({ sourceId })).sourceId).toBe(sourceId);
  expect(aRawRecord({ sourceId: '1' }).id).not.toBe(aRawRecord({ sourceId: '2' }).id);
});

test('recorded telemetry adds counters over label sets and keeps the last gauge', () => {
  const telemetry = recordingTelemetry();
  telemetry.count('a_total', { stage: 'clean', outcome: 'done' }, 2);
  telemetry.count('a_total', { outcome: 'same', stage: 'clean' });
  telemetry.gauge('g', 5);
  telemetry.gauge('g', 3);
  expect(telemetry.value('a_total', { stage: 'clean' })).toBe(3);
  expect(telemetry.value('a_total', { outcome: 'same' })).toBe(1);
  expect(telemetry.value('g')).toBe(3);
});

test('faults strike the same calls for the same seed, and only where a chance was set', () => {
  const strikes = (seed: number): boolean[] => {
    const faults = faultInjector(seed);
    faults.set(0.5, 'append');
    return Array.from({ length: 40 }, () => {
      faults.pass('commit');
      try {
        faults.pass('append');
        return false;
      } catch (error) {
        expect(error).toBeInstanceOf(InjectedFault);
        return true;
      }
    });
  };
  expect(strikes(3)).toEqual(strikes(3));
  expect(new Set(strikes(3)).size).toBe(2);
});
