/** One curve of a panel, or several by the labels of its result. */
export interface Target {
  readonly expr: string;
  readonly legend: string;
}

export interface PanelSpec {
  readonly title: string;
  readonly unit: 'cps' | 's' | 'short' | 'bytes' | 'ops' | 'percentunit';
  readonly targets: readonly Target[];
  /** What a reader should know before drawing conclusions. */
  readonly description: string;
  readonly stacked?: boolean;
}

const datasource = { type: 'prometheus', uid: 'prometheus' };
const width = 8;
const height = 8;

/** A time series panel of Grafana's dashboard JSON; `at` counts panels from the top left, three in a row. */
export const panel = ({ title, unit, targets, description, stacked = false }: PanelSpec, at: number, top: number) => ({
  id: at + 1,
  type: 'timeseries',
  title,
  description,
  datasource,
  gridPos: { h: height, w: width, x: (at % 3) * width, y: top + Math.floor(at / 3) * height },
  fieldConfig: {
    defaults: { unit, min: 0, custom: { lineWidth: 1, fillOpacity: stacked ? 40 : 5, stacking: { mode: stacked ? 'normal' : 'none' } } },
    overrides: [],
  },
  options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
  targets: targets.map(({ expr, legend }, index) => ({ refId: String.fromCodePoint(65 + index), datasource, expr, legendFormat: legend })),
});
