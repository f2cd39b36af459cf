import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import { type RowWindow, rowWindow } from './window.ts';

/** Which rows are in view, whether the list scrolls by itself or with the page. */
export const useRowWindow = (list: RefObject<HTMLElement | null>, rowHeight: number, total: number): RowWindow => {
  const [rows, setRows] = useState<RowWindow>({ first: 0, last: Math.min(total, 12) });

  const measure = (): void => {
    const element = list.current;
    if (element === null) return;
    const next = rowWindow(element.getBoundingClientRect().top, innerHeight, rowHeight, total);
    setRows((before) => (before.first === next.first && before.last === next.last ? before : next));
  };

  useLayoutEffect(measure, [rowHeight, total]);
  useEffect(() => {
    addEventListener('scroll', measure, { capture: true, passive: true });
    addEventListener('resize', measure);
    return () => {
      removeEventListener('scroll', measure, { capture: true });
      removeEventListener('resize', measure);
    };
  }, [rowHeight, total]);

  return rows;
};
