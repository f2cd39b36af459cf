import type { Aspect, Channel, FeedbackDocument, SentimentLabel } from '@earshot/model';
import type { QueryAnalyser } from '@earshot/platform';

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const fold = (text: string): string => text.toLowerCase();

/** Real word segmentation without stems: what these tests need of the text package. */
export const analyser: QueryAnalyser = {
  fold,
  words: (text) =>
    Array.from(segmenter.segment(fold(text)))
      .filter(({ isWordLike }) => isWordLike === true)
      .map(({ segment }) => segment),
};

interface Kind {
  readonly text: string;
  readonly language: string;
  readonly sentiment: SentimentLabel;
  readonly aspects: readonly (readonly [category: string, sentiment: SentimentLabel])[];
}

/** What customers say here, by a short name. */
export const sayings = {
  late: {
    text: '快递太慢了，三天还没到',
    language: 'zh',
    sentiment: 'negative',
    aspects: [['delivery.speed', 'negative']],
  },
  kind: {
    text: '客服态度很好，退款很快',
    language: 'zh',
    sentiment: 'positive',
    aspects: [['service.attitude', 'positive']],
  },
  slow: {
    text: 'Delivery was slow, not acceptable at all',
    language: 'en',
    sentiment: 'negative',
    aspects: [['delivery.speed', 'negative']],
  },
  clean: { text: 'Friendly staff and a clean room', language: 'en', sentiment: 'positive', aspects: [] },
  broken: {
    text: '包装破损，太慢，要求退款',
    language: 'zh',
    sentiment: 'negative',
    aspects: [
      ['product.packaging', 'negative'],
      ['delivery.speed', 'negative'],
    ],
  },
  both: {
    text: 'The slow app crashed, 客服 was friendly',
    language: 'mixed',
    sentiment: 'mixed',
    aspects: [
      ['app.crash', 'negative'],
      ['service.attitude', 'positive'],
    ],
  },
  formula: { text: "=cmd|' /C calc'!A0", language: 'en', sentiment: 'neutral', aspects: [] },
} satisfies Record<string, Kind>;

export type Saying = keyof typeof sayings;

const cycle: readonly Saying[] = ['late', 'kind', 'slow', 'clean', 'broken', 'both'];
const channelCycle: readonly Channel[] = ['email', 'social', 'web', 'hotline'];
const scores: Readonly<Record<SentimentLabel, number>> = { positive: 0.75, neutral: 0, negative: -0.75, mixed: -0.25 };
const firstMoment = Date.UTC(2026, 10, 18, 3);
const hourMs = 3_600_000;

export interface Row {
  readonly saying: Saying;
  readonly document: FeedbackDocument;
}

const aspectOf = ([category, sentiment]: Kind['aspects'][number]): Aspect => ({
  category,
  start: 0,
  end: 2,
  sentiment,
  score: scores[sentiment],
});

const rowOf = (saying: Saying, number: number): Row => {
  const { text, language, sentiment, aspects }: Kind = sayings[saying];
  // Two by two at the same moment: pages must not depend on distinct times.
  const at = new Date(firstMoment + Math.floor(number / 2) * 4 * hourMs).toISOString();
  const stars = 1 + (number % 5);
  return {
    saying,
    document: {
      '@timestamp': at,
      receivedAt: at,
      clockSkew: false,
      id: `fb_${number}`,
      revision: 1,
      contentHash: `hash-${number}`,
      channel: channelCycle[Math.floor(number / 6) % 4] ?? 'web',
      connector: 'test',
      account: 'shop',
      sourceId: `${number}`,
      receipt: `rc_of_${number}`,
      kind: 'feedback',
      conversation: { id: `cv_${number}` },
      author: { id: `au_${number % 9}`, role: 'customer' },
      text,
      tokens: analyser.words(text).join(' '),
      language,
      sentiment: { label: sentiment, score: scores[sentiment], confidence: 0.9 },
      ...(aspects.length === 0 ? {} : { aspects: aspects.map(aspectOf), topics: aspects.map(([category]) => category) }),
      ...(number % 7 === 0 ? {} : { rating: { value: stars, min: 1, max: 5, kind: 'stars' as const, normalised: (stars - 1) / 4 } }),
      intent: sentiment === 'positive' ? 'praise' : 'complaint',
      urgency: { level: 'normal', score: 0.2 },
      quality: { spam: false, empty: false },
      journey: [{ stage: 'clean', at, ms: 2 }],
    },
  };
};

/** 61 documents over six days. */
export const rows: readonly Row[] = [
  ...Array.from({ length: 60 }, (_, number) => rowOf(cycle[number % 6] ?? 'late', number)),
  rowOf('formula', 60),
];

/** Ids of the rows that a test means, sorted. */
export const idsWhere = (wanted: (row: Row) => boolean): string[] =>
  rows
    .filter(wanted)
    .map(({ document }) => document.id)
    .toSorted();
