import { scaleBand, scaleLinear } from 'd3-scale';
import { useState } from 'preact/hooks';
import { SvgRows } from '../address/link.tsx';
import type { Interval } from '../api/contract.ts';
import { byKey, sentimentOrder } from '../figures/sentiment.ts';
import { type Bar, type Unusual, unusualOf } from '../figures/series.ts';
import { count, tick } from '../format/number.ts';
import { bar as barName } from '../format/time.ts';
import { useUi } from '../ui.ts';
import { axisLabels } from './axis.ts';
import { useBrush } from './brush.ts';
import { useSize } from './size.ts';

export interface VolumeProps {
  readonly bars: readonly Bar[];
  readonly interval: Interval;
  readonly onHover: (bar: Bar | null) => void;
  readonly onZoom: (from: number, to: number) => void;
}

const edge = { top: 28, right: 4, bottom: 24, left: 36 };

interface ColumnProps {
  readonly bar: Bar;
  readonly name: string;
  readonly x: number;
  readonly width: number;
  readonly y: (value: number) => number;
}

const Column = ({ bar, name, x, width, y }: ColumnProps) => {
  const { t } = useUi();
  const labels = byKey(bar.bucket);
  let below = 0;
  const parts = sentimentOrder.flatMap((label) => {
    const bucket = labels.get(label);
    if (bucket === undefined || bucket.count === 0) return [];
    const part = { label, bucket, top: y(below + bucket.count), bottom: y(below) };
    below += bucket.count;
    return [part];
  });
  return (
    <g>
      {parts.map(({ label, bucket, top, bottom }) => (
        <SvgRows key={label} query={bucket.query} label={`${name}: ${t.sentiments[label]} ${bucket.count}`} name={label}>
          <rect
            class={`segment fill-${label}`}
            x={x}
            y={top}
            width={width}
            height={Math.max(1, bottom - top - (top > y(below) + 0.5 ? 1 : 0))}
          />
        </SvgRows>
      ))}
      {bar.incomplete && below > 0 ? <rect class="running" x={x} y={y(below)} width={width} height={y(0) - y(below)} /> : null}
    </g>
  );
};

interface NoteProps {
  readonly x: number;
  /** Top of the bar that it speaks of. */
  readonly foot: number;
  /** Place of the bar, 0..1, so that the words do not run out of the picture. */
  readonly share: number;
  readonly unusual: Unusual;
}

const Note = ({ x, foot, share, unusual }: NoteProps) => {
  const { t, language } = useUi();
  const anchor = share > 0.75 ? 'end' : share < 0.2 ? 'start' : 'middle';
  return (
    <g class="note">
      <line x1={x} x2={x} y1={17} y2={foot - 3} />
      <text x={x} y={12} text-anchor={anchor}>
        ▼ {t.panels.unusual(count(unusual.value, language), count(unusual.usual, language))}
      </text>
    </g>
  );
};

/** Messages over time, stacked by sentiment from what hurts at the base line; drag to zoom, click to open. */
export const Volume = ({ bars, interval, onHover, onZoom }: VolumeProps) => {
  const { language } = useUi();
  const { ref, width, height } = useSize<HTMLDivElement>();
  const [hovered, setHovered] = useState<number | null>(null);
  const most = Math.max(1, ...bars.map(({ bucket }) => bucket?.count ?? 0));
  const band = scaleBand(
    bars.map(({ start }) => start),
    [edge.left, Math.max(edge.left + 1, width - edge.right)],
  ).paddingInner(bars.length > 60 ? 0.12 : 0.22);
  const scale = scaleLinear([0, most], [height - edge.bottom, edge.top]).nice(4);
  const y = (value: number): number => scale(value);
  const at = (px: number): number => Math.min(bars.length - 1, Math.max(0, Math.floor((px - edge.left) / Math.max(1, band.step()))));
  const brush = useBrush((a, b) => {
    const [first, last] = [bars[at(Math.min(a, b))], bars[at(Math.max(a, b))]];
    if (first !== undefined && last !== undefined) onZoom(first.start, last.end);
  });
  const hover = (index: number | null): void => {
    if (index === hovered) return;
    setHovered(index);
    onHover(index === null ? null : (bars[index] ?? null));
  };
  const unusual = unusualOf(bars.map(({ bucket }) => byKey(bucket).get('negative')?.count ?? 0));
  const peak = unusual === null ? undefined : bars[unusual.index];
  const whole = scale.ticks(4).filter(Number.isInteger);
  return (
    <div class="volume-chart" ref={ref}>
      {width === 0 ? null : (
        <svg
          width={width}
          height={height}
          aria-hidden="true"
          focusable="false"
          {...brush.handlers}
          onMouseMove={(event) => hover(at(event.offsetX))}
          onMouseLeave={() => hover(null)}
        >
          {whole.map((value) => (
            <g key={value}>
              <line class={value === 0 ? 'axis-zero' : 'axis-line'} x1={edge.left} x2={width - edge.right} y1={y(value)} y2={y(value)} />
              <text class="axis-text" x={edge.left - 8} y={y(value) + 4} text-anchor="end">
                {tick(value, language)}
              </text>
            </g>
          ))}
          {hovered === null ? null : (
            <rect
              class="hovered"
              x={(band(bars[hovered]?.start ?? 0) ?? 0) - (band.step() - band.bandwidth()) / 2}
              y={edge.top}
              width={band.step()}
              height={height - edge.bottom - edge.top}
            />
          )}
          {bars.map((bar) => (
            <Column
              key={bar.start}
              bar={bar}
              name={barName(bar.start, interval, language)}
              x={band(bar.start) ?? 0}
              width={band.bandwidth()}
              y={y}
            />
          ))}
          {axisLabels(bars, interval, width - edge.left, language).map(({ index, text }) => (
            <text
              key={index}
              class="axis-text"
              x={(band(bars[index]?.start ?? 0) ?? 0) + band.bandwidth() / 2}
              y={height - 6}
              text-anchor="middle"
            >
              {text}
            </text>
          ))}
          {peak === undefined || unusual === null ? null : (
            <Note
              x={(band(peak.start) ?? 0) + band.bandwidth() / 2}
              foot={y(peak.bucket?.count ?? 0)}
              share={unusual.index / bars.length}
              unusual={unusual}
            />
          )}
          {brush.span === null ? null : (
            <rect
              class="brush"
              x={Math.min(...brush.span)}
              y={edge.top}
              width={Math.abs(brush.span[1] - brush.span[0])}
              height={height - edge.bottom - edge.top}
            />
          )}
        </svg>
      )}
    </div>
  );
};
