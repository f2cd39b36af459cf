import { expect, test } from '@jest/globals';
import { standStill } from './rebalance.ts';

const looks = (rows: readonly (readonly number[])[]) => rows.map((heads, at) => ({ at: at * 1000, heads }));

test('one partition that stands still is not a stop of the group, and what is through does not stand', () => {
  const rows = [
    [0, 0],
    [1, 0],
    [2, 0],
    [2, 1],
    [2, 2],
    [2, 2],
  ];
  expect(standStill(looks(rows), [2, 2])).toEqual({ all: 0, one: 2 });
  expect(standStill(looks(rows), [2, 9])).toEqual({ all: 1, one: 2 });
  expect(standStill(looks(rows), [9, 9])).toEqual({ all: 1, one: 3 });
});
