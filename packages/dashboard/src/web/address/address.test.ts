import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type Address, channelIds, formatAddress, home, parseAddress, periodIds, sortIds, withFilters } from './address.ts';

// A lone surrogate cannot stand in an address; browsers replace it.
const typed = fc.string({ unit: 'binary' }).map((text) => text.toWellFormed());
const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
const fixed = fc
  .tuple(time, time)
  .filter(([a, b]) => a.getTime() !== b.getTime())
  .map((pair) => pair.toSorted((a, b) => a.getTime() - b.getTime()).map((date) => date.toISOString()))
  .map(([from = '', to = '']) => ({ from, to }));
const address: fc.Arbitrary<Address> = fc.record({
  q: typed,
  period: fc.oneof(fc.constantFrom(...periodIds), fixed),
  channels: fc.subarray([...channelIds]),
  rows: typed,
  sort: fc.constantFrom(...sortIds),
  open: typed,
});

describe('the address bar', () => {
  test('a link opens the very page it was copied from', () => {
    fc.assert(fc.property(address, (page) => expect(parseAddress(formatAddress(page))).toEqual(page)));
  });

  test('a mangled link never throws and always opens a page that can be linked to', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (search) => {
        const page = parseAddress(search);
        expect(parseAddress(formatAddress(page))).toEqual(page);
      }),
    );
  });

  test.each([
    ['', home],
    ['?q=%E5%A4%AA%E6%85%A2', { ...home, q: '太慢' }],
    ['?q=too+slow&period=7d', { ...home, q: 'too slow', period: '7d' }],
    ['?from=2026-11-02&to=2026-11-01', home],
    ['?from=yesterday&to=2026-11-01', home],
    ['?channel=hotline&channel=fax&channel=email', { ...home, channels: ['email', 'hotline'] }],
    ['?period=for%20ever&sort=random', home],
  ])('%j is read with the nearest meaning', (search, page) => {
    expect(parseAddress(search)).toEqual(page);
  });

  test('the plain page has a plain address', () => {
    expect(formatAddress(home)).toBe('');
  });

  test('a new filter closes the rows and the message of the old one', () => {
    expect(withFilters({ ...home, rows: 'a', open: 'b', sort: 'oldest' }, { q: '太慢' })).toEqual({ ...home, q: '太慢', sort: 'oldest' });
  });
});
