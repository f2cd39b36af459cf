/** Fields of a document that the examples of docs/elasticsearch.md ask for. */
export type Part = Readonly<Record<string, unknown>>;

export const aspect = {
  category: 'delivery.speed',
  term: '快递',
  opinion: '太慢',
  start: 0,
  end: 2,
  sentiment: 'negative',
  score: -0.8,
} as const;

const now = new Date().toISOString();

export const parts: readonly Part[] = [
  {
    '@timestamp': now,
    channel: 'web',
    text: '快递太慢了，三天还没到',
    sentiment: { label: 'negative', score: -0.8 },
    quality: { spam: false, empty: false },
    rating: { value: 2, min: 1, max: 5, kind: 'stars', normalised: 0.25 },
    topics: ['delivery'],
    aspects: [aspect],
    labels: { store: '朝阳' },
  },
  {
    '@timestamp': now,
    channel: 'web',
    text: 'Late again.',
    sentiment: { label: 'negative', score: -0.6 },
    quality: { spam: false, empty: false },
    rating: { value: 1, min: 1, max: 5, kind: 'stars', normalised: 0 },
    topics: ['delivery'],
  },
  {
    '@timestamp': now,
    channel: 'email',
    text: 'The room was spotless.',
    sentiment: { label: 'positive', score: 0.9 },
    quality: { spam: false, empty: false },
    rating: { value: 10, min: 0, max: 10, kind: 'nps', normalised: 1 },
    topics: ['room'],
    aspects: [{ ...aspect, category: 'room.cleanliness', term: 'room', opinion: 'spotless', sentiment: 'positive', score: 0.9 }],
  },
  {
    '@timestamp': now,
    channel: 'social',
    text: 'Buy followers now',
    sentiment: { label: 'neutral', score: 0 },
    quality: { spam: true, empty: false },
  },
];
