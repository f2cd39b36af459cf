import { describe, expect, test } from '@jest/globals';
import { detectIntents } from '../intent/detect-intents.ts';
import ownEnglish from '../model/own-sentences-en.json' with { type: 'json' };
import ownChinese from '../model/own-sentences-zh.json' with { type: 'json' };
import { textKey } from '../model/sentiment-recipe.ts';
import { detectSentiment } from '../sentiment/detect-sentiment.ts';
import { fold } from '../tokens/fold.ts';
import { assessUrgency } from '../urgency/assess-urgency.ts';
import english from './gold-en.json' with { type: 'json' };
import chinese from './gold-zh.json' with { type: 'json' };

type Gold = (typeof english)[number];
type Pair = readonly [gold: string, found: string];

const macroF1 = (pairs: readonly Pair[]): number => {
  const classes = [...new Set(pairs.map(([gold]) => gold))];
  const sum = classes.reduce((total, name) => {
    const hits = pairs.filter(([gold, found]) => gold === name && found === name).length;
    const misses = pairs.filter(([gold, found]) => (gold === name) !== (found === name)).length;
    return total + (hits === 0 ? 0 : (2 * hits) / (2 * hits + misses));
  }, 0);
  return (100 * sum) / classes.length;
};

const read = ({ text, sentiment, intents, urgency }: Gold): { feeling: Pair; intent: Pair; urgent: Pair } => {
  const folded = fold(text);
  const reading = detectSentiment(folded);
  const found = detectIntents(folded, reading).intents.map(({ label }) => label);
  const leading = found[0] ?? 'other';
  return {
    feeling: [sentiment, reading.label],
    intent: [intents.includes(leading) ? leading : (intents[0] ?? 'other'), leading],
    urgent: [urgency, assessUrgency(folded, reading, found).level],
  };
};

const alarming = (level: string): boolean => level === 'critical' || level === 'high';

describe.each([
  ['zh', chinese, { sentiment: 74, intent: 86, urgency: 90 }],
  ['en', english, { sentiment: 78, intent: 84, urgency: 90 }],
] as const)('gold sentences, %s', (_, rows, least) => {
  const readings = rows.map(read);

  test('macro-F1 does not fall', () => {
    expect(rows.length).toBeGreaterThanOrEqual(120);
    expect(macroF1(readings.map(({ feeling }) => feeling))).toBeGreaterThanOrEqual(least.sentiment);
    expect(macroF1(readings.map(({ intent }) => intent))).toBeGreaterThanOrEqual(least.intent);
    expect(macroF1(readings.map(({ urgent }) => urgent))).toBeGreaterThanOrEqual(least.urgency);
  });

  test('what is urgent is not missed, and few false alarms are raised', () => {
    const urgent = readings.map(({ urgent }) => urgent);
    const due = urgent.filter(([gold]) => alarming(gold));
    const raised = urgent.filter(([, found]) => alarming(found));
    expect(due.filter(([, found]) => alarming(found)).length / due.length).toBeGreaterThanOrEqual(0.95);
    expect(raised.filter(([gold]) => alarming(gold)).length / raised.length).toBeGreaterThanOrEqual(0.8);
  });
});

test('no gold sentence is a training sentence', () => {
  const trained = new Set([...Object.values(ownChinese), ...Object.values(ownEnglish)].flat().map(textKey));
  for (const { text } of [...chinese, ...english]) expect(trained.has(textKey(text))).toBe(false);
});
