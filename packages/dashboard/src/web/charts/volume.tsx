import { useState } from 'preact/hooks';
import type { Interval } from '../api/contract.ts';
import type { Bar } from '../figures/series.ts';
import { bar as barName } from '../format/time.ts';
import { useUi } from '../ui.ts';
import { Axes } from './axes.tsx';
import { useBrush } from './brush.ts';
import { Column } from './column.tsx';
import { Note } from './note.tsx';
import { planeOf } from './plane.ts';
import { useSize } from './size.ts';

interface VolumeProps {
  readonly bars: readonly Bar[];
  readonly interval: Interval;
  readonly onHover: (bar: Bar | null) => void;
  readonly onZoom: (from: number, to: number) => void;
}

/** Messages over time, stacked by sentiment from what hurts at the base line; drag to zoom, click to open. */
export const Volume = ({ bars, interval, onHover, onZoom }: VolumeProps) => {
  const { language } = useUi();
  const { ref, width, height } = useSize<HTMLDivElement>();
  const [hovered, setHovered] = useState<number | null>(null);
  const plane = planeOf(bars, width, height);
  const brush = useBrush((a, b) => {
    const [first, last] = [bars[plane.at(Math.min(a, b))], bars[plane.at(Math.max(a, b))]];
    if (first !== undefined && last !== undefined) onZoom(first.start, last.end);
  });
  const hover = (index: number | null): void => {
    if (index === hovered) return;
    setHovered(index);
    onHover(index === null ? null : (bars[index] ?? null));
  };
  const tall = { y: plane.top, height: Math.max(0, plane.bottom - plane.top) };
  return (
    <div class="volume-chart" ref={ref}>
      {width === 0 ? null : (
        <svg
          width={width}
          height={height}
          aria-hidden="true"
          focusable="false"
          {...brush.handlers}
          onMouseMove={(event) => hover(plane.at(event.clientX - event.currentTarget.getBoundingClientRect().left))}
          onMouseLeave={() => hover(null)}
        >
          <Axes plane={plane} bars={bars} interval={interval} />
          {hovered === null ? null : (
            <rect class="hovered" {...tall} x={plane.x(hovered) - (plane.step - plane.barWidth) / 2} width={plane.step} />
          )}
          {bars.map((bar, index) => (
            <Column key={bar.start} bar={bar} name={barName(bar.start, interval, language)} index={index} plane={plane} />
          ))}
          <Note bars={bars} plane={plane} />
          {brush.span === null ? null : (
            <rect class="brush" {...tall} x={Math.min(...brush.span)} width={Math.abs(brush.span[1] - brush.span[0])} />
          )}
        </svg>
      )}
    </div>
  );
};
