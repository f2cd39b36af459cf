import { useRef, useState } from 'preact/hooks';

/** Less than this many pixels is a click with a shaking hand. */
const least = 8;

/** Dragging over a chart marks a span; letting go hands it over and swallows the click that follows. */
export const useBrush = (done: (from: number, to: number) => void) => {
  const start = useRef<number | null>(null);
  const [span, setSpan] = useState<readonly [number, number] | null>(null);
  const offset = (event: PointerEvent): number => event.clientX - (event.currentTarget as Element).getBoundingClientRect().left;
  const handlers = {
    onPointerDown: (event: PointerEvent): void => {
      if (event.button === 0 && event.pointerType !== 'touch') start.current = offset(event);
    },
    onPointerMove: (event: PointerEvent): void => {
      if (start.current === null) return;
      const now = offset(event);
      if (span === null && Math.abs(now - start.current) < least) return;
      // Captured only once it is a drag, so that a click still reaches the bar under it.
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      setSpan([start.current, now]);
    },
    onPointerUp: (): void => {
      start.current = null;
      if (span === null) return;
      setSpan(null);
      done(span[0], span[1]);
    },
    onPointerCancel: (): void => {
      start.current = null;
      setSpan(null);
    },
    onDragStart: (event: DragEvent): void => event.preventDefault(),
  };
  return { span, handlers };
};
