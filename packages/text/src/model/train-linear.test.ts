import { describe, expect, test } from '@jest/globals';
import { chineseFeatures, englishFeatures } from './features.ts';
import { packModel, scoreLinear, unpackModel } from './linear-model.ts';
import { textKey, trainChinese, trainEnglish } from './sentiment-recipe.ts';
import { trainLinear, type Example } from './train-linear.ts';

const corpus: Example[] = [
  ...['味道很好', '很满意', '送得快', '非常好吃'].map((text) => ({ text, positive: true, weight: 1 })),
  ...['味道很差', '太失望', '送得慢', '非常难吃'].map((text) => ({ text, positive: false, weight: 1 })),
];
const training = { features: chineseFeatures, buckets: 2 ** 12, rounds: 8 };

describe('training', () => {
  test('the same corpus gives the same bytes', () => {
    expect(packModel(trainLinear(corpus, training), 2)).toEqual(packModel(trainLinear(corpus, training), 2));
  });

  test('packing keeps the decisions', () => {
    const model = unpackModel(packModel(trainLinear(corpus, training), 2));
    for (const { text, positive } of corpus) expect(scoreLinear(model, chineseFeatures(text)) > 0).toBe(positive);
  });

  test('the recipes are deterministic from the own sentences alone', () => {
    const nothing = (): [] => [];
    expect(trainChinese(nothing)).toEqual(trainChinese(nothing));
    expect(trainEnglish(nothing)).toEqual(trainEnglish(nothing));
  });

  test('punctuation, case and script do not make two texts different', () => {
    expect(textKey('太 差了！！')).toBe(textKey('太差了'));
    expect(textKey('態度好')).toBe(textKey('态度好'));
    expect(textKey('So BAD...')).toBe(textKey('so bad'));
  });
});

describe('features', () => {
  test('negation sets a word apart in English', () => {
    const plain = [...englishFeatures('works').hashes.subarray(0, englishFeatures('works').count)];
    const negated = englishFeatures('not works');
    expect([...negated.hashes.subarray(0, negated.count)].includes(plain[0] ?? 0)).toBe(false);
  });

  test('endless texts are bounded', () => {
    expect(englishFeatures('word '.repeat(50_000)).count).toBeLessThanOrEqual(16_384);
    expect(chineseFeatures('慢'.repeat(50_000)).count).toBeLessThanOrEqual(16_384);
  });

  test('nothing to read scores 0', () => {
    expect(scoreLinear(unpackModel(packModel(trainLinear(corpus, training), 2)), chineseFeatures(''))).toBe(0);
  });
});
