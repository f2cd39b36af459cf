import { savedObject, type SavedObject, searchSource, sourceReference } from './saved-object.ts';

const search = (id: string, title: string, description: string, columns: readonly string[], kuery: string): SavedObject =>
  savedObject(
    'search',
    id,
    {
      title,
      description,
      columns,
      sort: [['@timestamp', 'desc']],
      grid: {},
      hideChart: false,
      kibanaSavedObjectMeta: { searchSourceJSON: searchSource(kuery) },
    },
    [sourceReference],
  );

export const searches: readonly SavedObject[] = [
  search(
    'earshot-search-latest',
    'Feedback: latest',
    'What customers say, newest first.',
    ['channel', 'sentiment.label', 'topics', 'text'],
    '',
  ),
  search(
    'earshot-search-urgent',
    'Feedback: urgent',
    'What a person should look at soon.',
    ['channel', 'urgency.level', 'urgency.reasons', 'intent', 'text'],
    'urgency.level: (high or critical) and not quality.spam: true',
  ),
  search(
    'earshot-search-low-ratings',
    'Feedback: low ratings with words',
    'Ratings in the lower half of their scale that say why.',
    ['rating.kind', 'rating.value', 'rating.max', 'text'],
    'rating.normalised <= 0.5 and quality.empty: false',
  ),
];
