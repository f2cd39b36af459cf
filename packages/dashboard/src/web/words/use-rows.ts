import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { type RowWindow, rowTops, rowWindow } from './window.ts';

/** Height of a row before it is drawn: facts, two lines, air. */
const estimate = 104;

export interface Rows extends RowWindow {
  readonly tops: readonly number[];
  /** Called with a drawn row: its true height counts from then on. */
  readonly measured: (row: number, height: number) => void;
}

/** Which rows are in view, whether the list scrolls by itself or with the page; rows may differ in height. */
export const useRows = (list: RefObject<HTMLElement | null>, total: number): Rows => {
  const [heights, setHeights] = useState<ReadonlyMap<number, number>>(new Map());
  const [rows, setRows] = useState<RowWindow>({ first: 0, last: Math.min(total, 12) });
  const tops = useMemo(() => rowTops(total, heights, estimate), [total, heights]);

  const look = useCallback((): void => {
    const element = list.current;
    if (element === null) return;
    const top = element.getBoundingClientRect().top;
    const scroller = element.parentElement;
    // Where the list does not scroll by itself, the window is the view.
    const inside = scroller !== null && scroller.clientHeight < scroller.scrollHeight;
    const next = inside
      ? rowWindow(tops, top - scroller.getBoundingClientRect().top, scroller.clientHeight)
      : rowWindow(tops, top, innerHeight);
    setRows((before) => (before.first === next.first && before.last === next.last ? before : next));
  }, [list, tops]);

  useLayoutEffect(look, [look]);
  useEffect(() => {
    const resized = (): void => {
      // Another width breaks the lines elsewhere.
      setHeights(new Map());
      look();
    };
    addEventListener('scroll', look, { capture: true, passive: true });
    addEventListener('resize', resized);
    return () => {
      removeEventListener('scroll', look, { capture: true });
      removeEventListener('resize', resized);
    };
  }, [look]);

  const measured = useCallback((row: number, height: number): void => {
    setHeights((before) => (before.get(row) === height ? before : new Map(before).set(row, height)));
  }, []);
  return { ...rows, tops, measured };
};
