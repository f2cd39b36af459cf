import { scaleBand, scaleLinear } from 'd3-scale';
import type { Bar } from '../figures/series.ts';

/** Where things stand in the picture, in pixels. */
export interface Plane {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  /** Base line: zero. */
  readonly bottom: number;
  readonly height: number;
  /** Width of a bar, and from the start of one to the start of the next. */
  readonly barWidth: number;
  readonly step: number;
  readonly ticks: readonly number[];
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
  /** The bar under a horizontal position; positions beside the picture belong to the outermost bars. */
  readonly at: (px: number) => number;
}

const edge = { top: 28, right: 4, bottom: 24, left: 36 };

/** Bars from zero, evenly spaced, under a scale that ends on a round number. */
export const planeOf = (bars: readonly Bar[], width: number, height: number): Plane => {
  const [left, right] = [edge.left, Math.max(edge.left + 1, width - edge.right)];
  const band = scaleBand(
    bars.map((_, index) => index),
    [left, right],
  ).paddingInner(bars.length > 60 ? 0.12 : 0.22);
  const most = Math.max(1, ...bars.map(({ bucket }) => bucket?.count ?? 0));
  const scale = scaleLinear([0, most], [height - edge.bottom, edge.top]).nice(4);
  return {
    left,
    right,
    top: edge.top,
    bottom: height - edge.bottom,
    height,
    barWidth: band.bandwidth(),
    step: band.step(),
    ticks: scale.ticks(4).filter(Number.isInteger),
    x: (index) => band(index) ?? left,
    y: (value) => scale(value),
    at: (px) => Math.min(bars.length - 1, Math.max(0, Math.floor((px - left) / Math.max(1, band.step())))),
  };
};
