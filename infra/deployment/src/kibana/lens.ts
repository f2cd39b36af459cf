import { average, type Column, documents, overTime, terms } from './lens-columns.ts';
import { everything, dataViewId, savedObject, type SavedObject } from './saved-object.ts';

interface Drawing {
  readonly id: string;
  readonly title: string;
  readonly columns: Readonly<Record<string, Column>>;
  readonly visualizationType: 'lnsXY' | 'lnsPie';
  readonly visualization: Readonly<Record<string, unknown>>;
}

const layerId = 'layer';

const lens = ({ id, title, columns, visualizationType, visualization }: Drawing): SavedObject =>
  savedObject(
    'lens',
    id,
    {
      title,
      description: '',
      visualizationType,
      state: {
        datasourceStates: { formBased: { layers: { [layerId]: { columns, columnOrder: Object.keys(columns), incompleteColumns: {} } } } },
        visualization,
        query: everything,
        filters: [],
      },
    },
    [{ type: 'index-pattern', id: dataViewId, name: `indexpattern-datasource-layer-${layerId}` }],
  );

const bars = (seriesType: 'bar_stacked' | 'bar_horizontal' | 'line', split: boolean): Drawing['visualization'] => ({
  legend: { isVisible: split, position: 'right' },
  valueLabels: 'hide',
  fittingFunction: 'None',
  preferredSeriesType: seriesType,
  layers: [
    {
      layerId,
      layerType: 'data',
      seriesType,
      position: 'top',
      showGridlines: false,
      accessors: ['value'],
      xAccessor: 'x',
      ...(split ? { splitAccessor: 'split' } : {}),
    },
  ],
});

const donut: Drawing['visualization'] = {
  shape: 'donut',
  layers: [
    {
      layerId,
      layerType: 'data',
      primaryGroups: ['split'],
      metrics: ['value'],
      numberDisplay: 'percent',
      categoryDisplay: 'default',
      legendDisplay: 'default',
      nestedLegend: false,
    },
  ],
};

const channel = terms('channel', 'Channel', 4);
const sentiment = terms('sentiment.label', 'Sentiment', 4);

export const lenses: readonly SavedObject[] = [
  lens({
    id: 'earshot-lens-volume',
    title: 'Volume by channel',
    columns: { x: overTime, split: channel, value: documents },
    visualizationType: 'lnsXY',
    visualization: bars('bar_stacked', true),
  }),
  lens({
    id: 'earshot-lens-channels',
    title: 'Channels',
    columns: { split: channel, value: documents },
    visualizationType: 'lnsPie',
    visualization: donut,
  }),
  lens({
    id: 'earshot-lens-sentiment',
    title: 'Sentiment over time',
    columns: { x: overTime, split: sentiment, value: documents },
    visualizationType: 'lnsXY',
    visualization: bars('bar_stacked', true),
  }),
  lens({
    id: 'earshot-lens-ratings',
    title: 'Ratings on one scale, by channel',
    columns: { x: overTime, split: channel, value: average('rating.normalised', 'Average rating, 1 is best') },
    visualizationType: 'lnsXY',
    visualization: bars('line', true),
  }),
  lens({
    id: 'earshot-lens-topics',
    title: 'Topics',
    columns: { x: terms('topics', 'Topic', 15), value: documents },
    visualizationType: 'lnsXY',
    visualization: bars('bar_horizontal', false),
  }),
];
