import { byKey } from '../figures/sentiment.ts';
import { type Bar, unusualOf } from '../figures/series.ts';
import { count } from '../format/number.ts';
import { useUi } from '../ui.ts';
import type { Plane } from './plane.ts';

/** Names the day that stands out by its negative messages, where one does. */
export const Note = ({ bars, plane }: { readonly bars: readonly Bar[]; readonly plane: Plane }) => {
  const { t, language } = useUi();
  const unusual = unusualOf(bars.map(({ bucket }) => byKey(bucket).get('negative')?.count ?? 0));
  if (unusual === null) return null;
  const x = plane.x(unusual.index) + plane.barWidth / 2;
  const place = (unusual.index + 1) / bars.length;
  return (
    <g class="note">
      <line x1={x} x2={x} y1={17} y2={plane.y(bars[unusual.index]?.bucket?.count ?? 0) - 3} />
      <text x={x} y={12} text-anchor={place > 0.75 ? 'end' : place < 0.2 ? 'start' : 'middle'}>
        ▼ {t.panels.unusual(count(unusual.value, language), count(unusual.usual, language))}
      </text>
    </g>
  );
};
