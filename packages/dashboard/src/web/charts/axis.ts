import type { Interval } from '../api/contract.ts';
import type { Bar } from '../figures/series.ts';
import { clock, day } from '../format/time.ts';
import type { UiLanguage } from '../settings/settings.ts';

export interface AxisLabel {
  readonly index: number;
  readonly text: string;
}

/** As many evenly spaced labels as have room; hours carry their day at midnight. */
export const axisLabels = (bars: readonly Bar[], interval: Interval, width: number, language: UiLanguage): readonly AxisLabel[] => {
  const room = Math.max(1, Math.floor(width / 68));
  const step = [1, 2, 3, 4, 6, 7, 12, 14, 24, 28, 48].find((size) => bars.length / size <= room) ?? Math.ceil(bars.length / room);
  const short = interval === 'hour' || interval === 'minute';
  const text = (start: number): string =>
    short && new Date(start).getHours() + new Date(start).getMinutes() > 0 ? clock(start, language) : day(start, language);
  // Counted from the end: the newest bar is the one people look for.
  return bars
    .map(({ start }, index) => ({ index, text: text(start) }))
    .filter(({ index }) => (bars.length - 1 - index) % step === Math.floor(step / 2));
};
