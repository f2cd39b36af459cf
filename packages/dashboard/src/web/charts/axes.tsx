import type { Interval } from '../api/contract.ts';
import type { Bar } from '../figures/series.ts';
import { tick } from '../format/number.ts';
import { useUi } from '../ui.ts';
import { axisLabels } from './axis.ts';
import type { Plane } from './plane.ts';

export const Axes = ({ plane, bars, interval }: { readonly plane: Plane; readonly bars: readonly Bar[]; readonly interval: Interval }) => {
  const { language } = useUi();
  return (
    <g>
      {plane.ticks.map((value) => (
        <g key={value}>
          <line class={value === 0 ? 'axis-zero' : 'axis-line'} x1={plane.left} x2={plane.right} y1={plane.y(value)} y2={plane.y(value)} />
          <text class="axis-text" x={plane.left - 8} y={plane.y(value) + 4} text-anchor="end">
            {tick(value, language)}
          </text>
        </g>
      ))}
      {axisLabels(bars, interval, plane.right - plane.left, language).map(({ index, text }) => (
        <text key={index} class="axis-text" x={plane.x(index) + plane.barWidth / 2} y={plane.height - 6} text-anchor="middle">
          {text}
        </text>
      ))}
    </g>
  );
};
