import type { Aspect, FeedbackDocument, Intent, SentimentLabel } from '@earshot/model';
import { enSayings, type Saying, zhSayings } from './sayings.ts';

/** The moment at which every test looks at the page: a Tuesday, 18:30 in Shanghai. */
export const now = Date.parse('2026-11-24T10:30:00.000Z');

const dayMs = 86_400_000;

/** mulberry32: the same documents on every run. */
const seeded = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};

interface Judged {
  readonly text: string;
  readonly aspects: readonly Aspect[];
}

const read = (marked: string): Judged => {
  const aspects: Aspect[] = [];
  let text = '';
  for (const part of marked.split(/(\{[^}]+\})/u)) {
    const [, category, sign, words] = /^\{([\w.]+)([+-]):(.+)\}$/u.exec(part) ?? [];
    if (category !== undefined && words !== undefined) {
      const good = sign === '+';
      aspects.push({
        category,
        opinion: words,
        start: text.length,
        end: text.length + words.length,
        sentiment: good ? 'positive' : 'negative',
        score: good ? 0.8 : -0.8,
      });
    }
    text += words ?? part;
  }
  return { text, aspects };
};

const feeling = (aspects: readonly Aspect[]): SentimentLabel => {
  const good = aspects.some(({ sentiment }) => sentiment === 'positive');
  const bad = aspects.some(({ sentiment }) => sentiment === 'negative');
  if (good && bad) return 'mixed';
  return good ? 'positive' : bad ? 'negative' : 'neutral';
};

const intents: Readonly<Record<SentimentLabel, Intent>> = {
  positive: 'praise',
  neutral: 'question',
  negative: 'complaint',
  mixed: 'suggestion',
};
const scores: Readonly<Record<SentimentLabel, number>> = { positive: 0.82, neutral: 0.03, negative: -0.78, mixed: -0.12 };
const levels = { low: 0.1, normal: 0.3, high: 0.7, critical: 0.95 } as const;

interface Place {
  readonly at: number;
  readonly number: number;
  readonly random: () => number;
}

const ratingOf = (saying: Saying, channel: string, random: () => number): FeedbackDocument['rating'] => {
  if (saying.stars === undefined || random() < 0.25) return undefined;
  if (channel === 'email') {
    const value = Math.min(10, Math.max(0, Math.round((saying.stars - 1) * 2.5 + random() * 1.5 - 0.5)));
    return { value, min: 0, max: 10, kind: 'nps', normalised: value / 10 };
  }
  const kind = channel === 'hotline' ? 'csat' : 'stars';
  return { value: saying.stars, min: 1, max: 5, kind, normalised: (saying.stars - 1) / 4 };
};

const documentOf = (saying: Saying, language: 'zh' | 'en', { at, number, random }: Place): FeedbackDocument => {
  const { text, aspects } = read(saying.text);
  const channel = saying.channels[Math.floor(random() * saying.channels.length)] ?? 'web';
  const label = feeling(aspects);
  const urgency = saying.urgency ?? 'normal';
  const rating = ratingOf(saying, channel, random);
  const iso = (ms: number): string => new Date(ms).toISOString();
  const received = at + 800;
  return {
    '@timestamp': iso(at),
    receivedAt: iso(received),
    indexedAt: iso(received + 41),
    timeZone: '+08:00',
    clockSkew: false,
    id: `fb_test_${number}`,
    revision: 1,
    contentHash: String(number),
    channel,
    connector: { email: 'imap', social: 'posts', web: 'form', hotline: 'transcripts' }[channel],
    account: { email: 'care@shop.example', social: '@shop', web: 'feedback-form', hotline: 'queue-1' }[channel],
    sourceId: String(number),
    receipt: `rc_0mff${number}`,
    kind: rating === undefined ? 'feedback' : 'evaluation',
    conversation: { id: `cv_${Math.floor(number / 2)}`, position: number % 2 },
    author: { id: `au_${Math.floor(random() * 140)}`, role: 'customer' },
    ...(channel === 'email' && saying.title !== undefined ? { title: saying.title } : {}),
    ...(channel === 'hotline'
      ? {
          turns: [
            {
              speaker: 'Agent',
              role: 'agent',
              startMs: 0,
              endMs: 4_000,
              text: language === 'zh' ? '您好，请问有什么可以帮您？' : 'Good morning, how can I help?',
            },
            { speaker: 'Customer', role: 'customer', startMs: 4_200, endMs: 21_000, text },
          ],
        }
      : {}),
    text,
    tokens: text,
    language,
    ...(rating === undefined ? {} : { rating }),
    sentiment: { label, score: scores[label], confidence: 0.72 + random() * 0.25 },
    ...(aspects.length === 0 ? {} : { aspects: [...aspects], topics: [...new Set(aspects.map(({ category }) => category))] }),
    intent: intents[label],
    urgency: {
      level: urgency,
      score: levels[urgency],
      ...(urgency === 'critical' ? { reasons: ['safety'] } : urgency === 'high' ? { reasons: ['deadline'] } : {}),
    },
    keywords: [...saying.keywords],
    quality: { spam: false, empty: false },
    provenance: [
      {
        label: 'sentiment.label',
        by: 'lexicon',
        version: '5f2c9a1b77',
        ...(aspects[0] === undefined ? {} : { start: aspects[0].start, end: aspects[0].end, weight: aspects[0].score }),
      },
      { label: 'intent', by: 'rules', version: '91be03cd20' },
    ],
    journey: [
      { stage: 'clean', at: iso(received + 12), ms: 0.21 },
      { stage: 'normalise', at: iso(received + 13), ms: 0.08 },
      { stage: 'analyse', at: iso(received + 15), ms: 0.94 },
    ],
  };
};

/** Days before now of each part of the story. */
const stages = { incident: [7, 11], mended: [0, 6] } as const;

/** About `count` messages of ten weeks, most of them recent, with a courier's breakdown and its repair in them. */
export const sampleDocuments = (count = 240): readonly FeedbackDocument[] => {
  const random = seeded(20_261_124);
  const said = [
    ...zhSayings.map((saying) => ({ saying, language: 'zh' as const })),
    ...enSayings.map((saying) => ({ saying, language: 'en' as const })),
  ];
  return Array.from({ length: count }, (_, number) => {
    const { saying, language } = said[Math.floor(random() * said.length)] ??
      said[0] ?? { saying: { text: '', channels: ['web'], keywords: [] }, language: 'zh' };
    const [first, last] = saying.when === undefined ? [0, random() < 0.5 ? 12 : 68] : stages[saying.when];
    const day = Math.floor(now / dayMs) * dayMs - Math.floor(first + random() * (last - first + 1)) * dayMs;
    // Office hours of Shanghai, and nothing from the future.
    const at = Math.min(now - 60_000 * (1 + Math.floor(random() * 200)), day + Math.floor(random() * 14 * 3_600_000));
    return documentOf(saying, language, { at, number, random });
  });
};
