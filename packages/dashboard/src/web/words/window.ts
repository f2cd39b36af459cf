/** Rows `first` to `last` (exclusive) are drawn; the rest is empty space of the same height. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

/** Rows of equal height that meet the visible part of the list, with `overscan` more on both sides. `listTop` is relative to the view. */
export const rowWindow = (listTop: number, viewHeight: number, rowHeight: number, total: number, overscan = 4): RowWindow => {
  const clamp = (row: number): number => Math.min(total, Math.max(0, row));
  const first = clamp(Math.floor(-listTop / rowHeight) - overscan);
  return { first, last: Math.max(first, clamp(Math.ceil((viewHeight - listTop) / rowHeight) + overscan)) };
};
