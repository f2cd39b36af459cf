import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { useSize } from './size.ts';

export interface SparkProps {
  /** Null: nothing was measured then; the line has a gap there. */
  readonly values: readonly (number | null)[];
  /** Ends of the axis; a count starts at zero. */
  readonly low: number;
  readonly high: number;
  readonly tone: 'plain' | 'negative';
  /** A line across, where one value means balance. */
  readonly middle?: number;
  /** The last value still grows. */
  readonly incomplete: boolean;
}

const height = 36;

type Point = readonly [number, number | null];

export const Spark = ({ values, low, high, tone, middle, incomplete }: SparkProps) => {
  const { ref, width } = useSize<HTMLDivElement>();
  const x = scaleLinear([0, Math.max(1, values.length - 1)], [3, Math.max(4, width - 4)]);
  const y = scaleLinear([low, high === low ? low + 1 : high], [height - 3, 4]);
  const points: Point[] = values.map((value, index) => [index, value]);
  const defined = ([, value]: Point): boolean => value !== null;
  const solid = incomplete ? points.slice(0, -1) : points;
  const path = line<Point>(
    ([index]) => x(index),
    ([, value]) => y(value ?? 0),
  ).defined(defined);
  const ground = area<Point>(
    ([index]) => x(index),
    y(middle ?? low),
    ([, value]) => y(value ?? 0),
  ).defined(defined);
  const lonely = solid.filter(
    ([index, value]) => value !== null && (values[index - 1] ?? null) === null && (solid[index + 1]?.[1] ?? null) === null,
  );
  const last = points.findLast(defined);
  return (
    <div class={`spark ${tone}`} ref={ref}>
      {width === 0 ? null : (
        <svg width={width} height={height} aria-hidden="true" focusable="false">
          {middle === undefined ? null : <line class="spark-middle" x1={0} x2={width} y1={y(middle)} y2={y(middle)} />}
          <path class="spark-ground" d={ground(solid) ?? ''} />
          <path class="spark-line" d={path(solid) ?? ''} />
          {incomplete ? <path class="spark-line running" d={path(points.slice(-2)) ?? ''} /> : null}
          {lonely.map(([index, value]) => (
            <circle key={index} class="spark-dot" cx={x(index)} cy={y(value ?? 0)} r={1.5} />
          ))}
          {last === undefined ? null : <circle class="spark-dot" cx={x(last[0])} cy={y(last[1] ?? 0)} r={2.5} />}
        </svg>
      )}
    </div>
  );
};
