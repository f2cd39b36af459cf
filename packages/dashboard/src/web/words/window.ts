/** Rows `first` to `last` (exclusive) are drawn; the rest is empty space of the same height. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

/** Top of every row and, last, the height of all: measured heights where they are known, `estimate` elsewhere. */
export const rowTops = (count: number, heights: ReadonlyMap<number, number>, estimate: number): readonly number[] => {
  const tops = [0];
  let top = 0;
  for (let row = 0; row < count; row += 1) {
    top += heights.get(row) ?? estimate;
    tops.push(top);
  }
  return tops;
};

/** The row at a distance from the top of the list, by halving. */
const rowAt = (tops: readonly number[], distance: number): number => {
  let [low, high] = [0, tops.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] ?? 0) <= distance) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** Rows that meet the visible part of the list, with `overscan` more on both sides. `listTop` is relative to the view. */
export const rowWindow = (tops: readonly number[], listTop: number, viewHeight: number, overscan = 4): RowWindow => {
  const total = tops.length - 1;
  const clamp = (row: number): number => Math.min(total, Math.max(0, row));
  const first = clamp(rowAt(tops, -listTop) - overscan);
  return { first, last: Math.max(first, clamp(rowAt(tops, viewHeight - listTop) + 1 + overscan)) };
};
