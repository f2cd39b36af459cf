import { savedObject, type SavedObject, searchSource, sourceReference } from './saved-object.ts';

/** Messages by aspect, and its average score: the body of a search. Nested fields are closed to Lens, so Vega asks by itself. */
export const aspectsSearch = {
  size: 0,
  aggs: {
    aspects: {
      nested: { path: 'aspects' },
      aggs: {
        category: {
          terms: { field: 'aspects.category', size: 15 },
          aggs: { sentiment: { terms: { field: 'aspects.sentiment', size: 4 } } },
        },
      },
    },
  },
} as const;

const spec = {
  $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
  data: {
    url: { '%context%': true, '%timefield%': '@timestamp', index: 'feedback', body: aspectsSearch },
    format: { property: 'aggregations.aspects.category.buckets' },
  },
  transform: [
    { flatten: ['sentiment.buckets'], as: ['bucket'] },
    { calculate: 'datum.bucket.key', as: 'sentiment' },
    { calculate: 'datum.bucket.doc_count', as: 'mentions' },
  ],
  mark: { type: 'bar', tooltip: true },
  encoding: {
    y: { field: 'key', type: 'nominal', sort: '-x', title: null },
    x: { field: 'mentions', type: 'quantitative', aggregate: 'sum', title: 'Mentions' },
    color: {
      field: 'sentiment',
      type: 'nominal',
      title: 'Sentiment',
      scale: { domain: ['positive', 'neutral', 'mixed', 'negative'], range: ['#209280', '#98a2b3', '#d6bf57', '#cc5642'] },
    },
  },
} as const;

const title = 'Aspects and how they are judged';

export const aspects: SavedObject = savedObject(
  'visualization',
  'earshot-vega-aspects',
  {
    title,
    description: 'What customers name, by the feeling with which they name it.',
    uiStateJSON: '{}',
    version: 1,
    visState: JSON.stringify({ title, type: 'vega', aggs: [], params: { spec: JSON.stringify(spec, null, 2) } }),
    kibanaSavedObjectMeta: { searchSourceJSON: searchSource('') },
  },
  [sourceReference],
);
