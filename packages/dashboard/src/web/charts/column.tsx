import { SvgRows } from '../address/link.tsx';
import { byKey, sentimentOrder } from '../figures/sentiment.ts';
import type { Bar } from '../figures/series.ts';
import { useUi } from '../ui.ts';
import type { Plane } from './plane.ts';

interface ColumnProps {
  readonly bar: Bar;
  readonly name: string;
  readonly index: number;
  readonly plane: Plane;
}

/** One stack; each part opens its rows. A bar whose time still runs is hatched over. */
export const Column = ({ bar, name, index, plane }: ColumnProps) => {
  const { t } = useUi();
  const labels = byKey(bar.bucket);
  const [x, width] = [plane.x(index), plane.barWidth];
  let below = 0;
  const parts = sentimentOrder.flatMap((label) => {
    const bucket = labels.get(label);
    if (bucket === undefined || bucket.count === 0) return [];
    const part = { label, bucket, top: plane.y(below + bucket.count), bottom: plane.y(below) };
    below += bucket.count;
    return [part];
  });
  const top = plane.y(below);
  return (
    <g>
      {parts.map((part) => {
        // A hair of ground between the parts of a stack, none above it.
        const gap = part.top > top + 0.5 ? 1 : 0;
        return (
          <SvgRows
            key={part.label}
            query={part.bucket.query}
            label={`${name}: ${t.sentiments[part.label]} ${part.bucket.count}`}
            name={part.label}
          >
            <rect
              class={`segment fill-${part.label}`}
              x={x}
              y={part.top + gap}
              width={width}
              height={Math.max(1, part.bottom - part.top - gap)}
            />
          </SvgRows>
        );
      })}
      {bar.incomplete && below > 0 ? <rect class="running" x={x} y={top} width={width} height={plane.bottom - top} /> : null}
    </g>
  );
};
