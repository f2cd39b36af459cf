import { channels, type FeedbackDocument, intents, type Query, sentiments } from '@earshot/model';
import * as fc from 'fast-check';
import { contractAnalyser } from './contract-analyser.ts';

/** A document with everything that must be there; `tokens` follow the text. */
export const contractDocument = (id: string, given: Partial<FeedbackDocument> = {}): FeedbackDocument => {
  const text = given.text ?? '快递太慢了';
  return {
    '@timestamp': '2026-11-24T08:00:00.000Z',
    receivedAt: '2026-11-24T08:00:01.000Z',
    clockSkew: false,
    id,
    revision: 1,
    contentHash: `hash of ${text}`,
    channel: 'web',
    connector: 'web-form',
    account: 'shop',
    sourceId: `source-${id}`,
    kind: 'feedback',
    conversation: { id: `cv_${id}` },
    author: { id: 'au_1', role: 'customer' },
    text,
    tokens: contractAnalyser.words(text).join(' '),
    language: 'zh',
    sentiment: { label: 'negative', score: -0.5, confidence: 0.9 },
    intent: 'complaint',
    urgency: { level: 'normal', score: 0.2 },
    quality: { spam: false, empty: false },
    ...given,
  };
};

const pieces = [
  '快递',
  '太慢',
  '了',
  '，',
  '。',
  '配送员',
  '态度',
  '很好',
  '退款',
  ' ',
  'slow',
  ' delivery ',
  'Refunds ',
  'app crashed',
  '3.14',
  ' 👍 ',
  '５星',
  '遞',
];
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(''));
const categories = ['delivery.speed', 'service.attitude', 'app.crash', 'price.value'];
const topic = fc.constantFrom(...categories, '物流', 'a b"c', "it's");
const unit = fc.integer({ min: 0, max: 8 }).map((eighths) => eighths / 8);
const signed = fc.integer({ min: -8, max: 8 }).map((eighths) => eighths / 8);
const moment = fc.integer({ min: 0, max: 4000 }).map((hours) => new Date(Date.UTC(2026, 8, 20) + hours * 1_234_567).toISOString());

const aspect = fc.record({
  category: fc.constantFrom(...categories),
  start: fc.integer({ min: 0, max: 9 }),
  end: fc.integer({ min: 10, max: 20 }),
  sentiment: fc.constantFrom(...sentiments),
  score: signed,
});

const optionalParts = fc.record(
  {
    title: text,
    rating: fc.integer({ min: 1, max: 5 }).map((value) => ({ value, min: 1, max: 5, kind: 'stars' as const, normalised: (value - 1) / 4 })),
    aspects: fc.array(aspect, { minLength: 1, maxLength: 3 }),
    intents: fc.array(fc.record({ label: fc.constantFrom(...intents), score: unit }), { minLength: 1, maxLength: 2 }),
    topics: fc.uniqueArray(topic, { minLength: 1, maxLength: 3 }),
    keywords: fc.uniqueArray(topic, { minLength: 1, maxLength: 3 }),
    labels: fc.dictionary(fc.constantFrom('门店', 'order id'), topic, { minKeys: 1 }),
    case: fc.record({ id: fc.constantFrom('c1', 'c2'), state: fc.constantFrom('open', 'closed') }),
  },
  { requiredKeys: [] },
);

const requiredParts = fc.record({
  '@timestamp': moment,
  channel: fc.constantFrom(...channels),
  text,
  sentiment: fc.record({ label: fc.constantFrom(...sentiments), score: signed, confidence: unit }),
  author: fc.integer({ min: 1, max: 9 }).map((number) => ({ id: `au_${number}`, role: 'customer' as const })),
  quality: fc.boolean().map((spam) => ({ spam, empty: false })),
});

/** Documents with ids that do not collide. */
export const anyDocuments = (count: number): fc.Arbitrary<readonly FeedbackDocument[]> =>
  fc
    .array(fc.tuple(requiredParts, optionalParts), { minLength: count, maxLength: count })
    .map((parts) => parts.map(([required, optional], place) => contractDocument(`d${place}`, { ...required, ...optional })));

const term = (field: string, values: fc.Arbitrary<string | number | boolean>): fc.Arbitrary<Query> =>
  values.map((value) => ({ op: 'term', field, value }));

const range = (field: string, values: fc.Arbitrary<string | number>): fc.Arbitrary<Query> =>
  fc
    .tuple(fc.constantFrom('gte', 'gt'), values, fc.constantFrom('lte', 'lt'), values, fc.constantFrom(1, 2, 3))
    .map(([from, low, to, high, ends]) => ({
      op: 'range',
      field,
      ...(ends === 2 ? {} : { [from]: low }),
      ...(ends === 1 ? {} : { [to]: high }),
    }));

const exists = (...fields: string[]): fc.Arbitrary<Query> => fc.constantFrom(...fields).map((field) => ({ op: 'exists', field }));

const boolean = (leaf: fc.Arbitrary<Query>, maxDepth: number): fc.Arbitrary<Query> =>
  fc.letrec<{ query: Query }>((tie) => ({
    query: fc.oneof(
      { maxDepth, depthIdentifier: fc.createDepthIdentifier() },
      leaf,
      fc.array(tie('query'), { maxLength: 3 }).map((clauses): Query => ({ op: 'and', clauses })),
      fc.array(tie('query'), { maxLength: 3 }).map((clauses): Query => ({ op: 'or', clauses })),
      tie('query').map((clause): Query => ({ op: 'not', clause })),
    ),
  })).query;

const aspectLeaf = fc.oneof(
  term('aspects.category', fc.constantFrom(...categories)),
  term('aspects.sentiment', fc.constantFrom(...sentiments)),
  range('aspects.score', signed),
  exists('aspects.category', 'aspects.term'),
  fc.constant<Query>({ op: 'prefix', field: 'aspects.category', value: 'deliv' }),
);

const intentLeaf = fc.oneof(term('intents.label', fc.constantFrom(...intents)), range('intents.score', unit), exists('intents.score'));

const leaf = fc.oneof(
  fc.constant<Query>({ op: 'all' }),
  fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 }).map((parts): Query => ({ op: 'words', text: parts.join(' ') })),
  fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 }).map((parts): Query => ({ op: 'phrase', text: parts.join('') })),
  term('channel', fc.constantFrom(...channels)),
  term('quality.spam', fc.boolean()),
  term('rating.value', fc.integer({ min: 0, max: 5 })),
  term('topics', topic),
  term('keywords', topic),
  term('labels.门店', topic),
  term('labels.order id', topic),
  term('id', fc.constantFrom('d1', 'd2', 'nobody')),
  fc.constantFrom<Query>(
    { op: 'prefix', field: 'topics', value: 'deliv' },
    { op: 'prefix', field: 'author.id', value: 'au_' },
    { op: 'prefix', field: 'labels.门店', value: '物' },
  ),
  range('@timestamp', moment),
  range('sentiment.score', signed),
  range('rating.normalised', unit),
  range('topics', topic.map(String)),
  exists('title', 'rating', 'rating.value', 'aspects', 'intents', 'topics', 'labels', 'labels.门店', 'case', 'case.id', 'machine', 'turns'),
  boolean(aspectLeaf, 2).map((clause): Query => ({ op: 'nested', path: 'aspects', clause })),
  boolean(intentLeaf, 2).map((clause): Query => ({ op: 'nested', path: 'intents', clause })),
);

export const anyQuery: fc.Arbitrary<Query> = boolean(leaf, 3);
