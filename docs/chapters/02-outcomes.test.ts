import { describe, expect, test } from '@jest/globals';
import { dead, drop, fault, faultTable, isFaultCode, ok, park, type Outcome } from '@earshot/model';

/**
 * What a step decides about a record is a value, one of four:
 *
 * - `ok(value)`: it goes on, as this;
 * - `drop(reason)`: left out on purpose, counted under its reason;
 * - `park(until, reason)`: not yet; its key waits with it;
 * - `dead(fault)`: data that no retry can mend.
 *
 * Exceptions are for bugs and outages. Bad data never throws.
 */
describe('outcomes', () => {
  const parseStars = (given: string): Outcome<number> => {
    if (given === '') return drop('unwanted-source');
    if (given === 'soon') return park(Date.parse('2026-03-02T08:00:00Z'), 'not-yet-due');
    const stars = Number(given);
    return stars >= 1 && stars <= 5 ? ok(stars) : dead(fault('err:intake:client:out-of-range', { path: '/rating', detail: '1 to 5' }));
  };

  test.each([
    ['4', { tag: 'ok', value: 4 }],
    ['', { tag: 'drop', reason: 'unwanted-source' }],
    ['soon', { tag: 'park', until: 1_772_438_400_000, reason: 'not-yet-due' }],
    ['9', { tag: 'dead', fault: { code: 'err:intake:client:out-of-range', path: '/rating', detail: '1 to 5' } }],
    ['五', { tag: 'dead', fault: { code: 'err:intake:client:out-of-range', path: '/rating', detail: '1 to 5' } }],
  ])('%j becomes a value that says what to do', (given, outcome) => {
    expect(parseStars(given)).toEqual(outcome);
  });

  /** A fault has a code out of a closed table: `err:<area>:<owner>:<what>`. The owner says who can mend it. */
  test('every code names its area, its owner and what is wrong', () => {
    for (const [code, { owner, meaning, remedy }] of Object.entries(faultTable)) {
      expect(code).toMatch(/^err:[a-z]+:(client|config|capacity|upstream|platform):[a-z-]+$/u);
      expect(code.split(':')[2]).toBe(owner);
      expect([meaning, remedy].every((text) => text.endsWith('.'))).toBe(true);
    }
    expect(isFaultCode('err:intake:client:no-such-thing')).toBe(false);
  });
});
