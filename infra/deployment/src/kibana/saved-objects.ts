import { aspects } from './aspects.ts';
import { lenses } from './lens.ts';
import { everything, dataViewId, savedObject, type SavedObject } from './saved-object.ts';
import { searches } from './searches.ts';

/** The read alias and not a pattern: `feedback*` would count an index twice while a new one is built beside it. */
const dataView = savedObject('index-pattern', dataViewId, {
  name: 'Feedback',
  title: 'feedback',
  timeFieldName: '@timestamp',
  allowNoIndex: true,
});

interface Place {
  readonly object: SavedObject;
  /** Of 48 columns. */
  readonly w: number;
  readonly x: number;
  readonly y: number;
}

const byId = (id: string): SavedObject => {
  const found = [...lenses, ...searches, aspects].find((object) => object.id === id);
  if (found === undefined) throw new Error(`no saved object ${id}`);
  return found;
};

const height = 15;
const places: readonly Place[] = [
  { object: byId('earshot-lens-volume'), w: 32, x: 0, y: 0 },
  { object: byId('earshot-lens-channels'), w: 16, x: 32, y: 0 },
  { object: byId('earshot-lens-sentiment'), w: 24, x: 0, y: height },
  { object: byId('earshot-lens-ratings'), w: 24, x: 24, y: height },
  { object: aspects, w: 24, x: 0, y: 2 * height },
  { object: byId('earshot-lens-topics'), w: 24, x: 24, y: 2 * height },
  { object: byId('earshot-search-urgent'), w: 48, x: 0, y: 3 * height },
];

const dashboard = savedObject(
  'dashboard',
  'earshot-dashboard',
  {
    title: 'Customer feedback',
    description: 'Volume, sentiment, channels, aspects and ratings; a start to build on. Copy it before changing: an import replaces it.',
    timeRestore: true,
    timeFrom: 'now-28d',
    timeTo: 'now',
    refreshInterval: { pause: true, value: 60_000 },
    version: 1,
    optionsJSON: JSON.stringify({ useMargins: true, syncColors: true, syncCursor: true, syncTooltips: false, hidePanelTitles: false }),
    panelsJSON: JSON.stringify(
      places.map(({ object, w, x, y }) => ({
        type: object.type,
        panelIndex: object.id,
        gridData: { x, y, w, h: height, i: object.id },
        embeddableConfig: { enhancements: {} },
        panelRefName: `panel_${object.id}`,
      })),
    ),
    kibanaSavedObjectMeta: { searchSourceJSON: JSON.stringify({ query: everything, filter: [] }) },
  },
  places.map(({ object: { type, id } }) => ({ type, id, name: `${id}:panel_${id}` })),
);

/** In the order of the file: what is referred to comes first. */
export const savedObjects = (): readonly SavedObject[] => [dataView, ...searches, ...lenses, aspects, dashboard];
