import { expect, test } from '@jest/globals';
import { standStill } from './rebalance.ts';

const looks = (rows: readonly (readonly number[])[]) => rows.map((heads, at) => ({ at: at * 1000, heads }));

test('one partition that stands still is not a stop of the group, and a stop at the end counts', () => {
  expect(
    standStill(
      looks([
        [0, 0],
        [1, 0],
        [2, 0],
        [3, 1],
      ]),
    ),
  ).toEqual({ all: 0, one: 2 });
  expect(
    standStill(
      looks([
        [0, 0],
        [1, 1],
        [1, 1],
        [1, 1],
      ]),
    ),
  ).toEqual({ all: 2, one: 2 });
});
