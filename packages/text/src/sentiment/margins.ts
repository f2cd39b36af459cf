import { createHash } from 'node:crypto';
import { chineseFeatures, englishFeatures } from '../model/features.ts';
import { scoreLinear, unpackModel, type LinearModel } from '../model/linear-model.ts';
import packedEnglish from '../model/sentiment-en.json' with { type: 'json' };
import packedChinese from '../model/sentiment-zh.json' with { type: 'json' };
import { once } from '../tokens/once.ts';

const english = once((): { polarity: LinearModel; opinion: LinearModel } => ({
  polarity: unpackModel(packedEnglish.polarity),
  opinion: unpackModel(packedEnglish.opinion),
}));
const chinese = once((): LinearModel => unpackModel(packedChinese.polarity));

/** Content hash of the shipped weights. */
export const modelVersion = once((): string => {
  const { polarity, opinion } = packedEnglish;
  const hash = createHash('sha256').update(polarity.weights).update(opinion.weights).update(packedChinese.polarity.weights);
  return hash.digest('hex').slice(0, 12);
});

export interface Margins {
  /** Negative to positive, about -1.5..1.5: signed distance from the boundary. */
  readonly polarity: number;
  /** No opinion to opinion, likewise; undefined where no model knows. */
  readonly opinion?: number;
  /** Share of Han in the letters read, 0..1. */
  readonly han: number;
}

const hanLetters = /[\u3400-\u9fff]/g;
const latinWords = /[a-z]+/g;

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Asks the trained models about a folded text; a mixed text asks both and weighs them by their share of the words. */
export const marginsOf = (folded: string): Margins | undefined => {
  // A Chinese word is about two characters long.
  const han = countOf(folded, hanLetters) / 1.7;
  const latin = countOf(folded, latinWords);
  if (han + latin === 0) return undefined;
  const share = han / (han + latin);
  if (share > 0.85) return { polarity: scoreLinear(chinese(), chineseFeatures(folded)), han: 1 };
  const features = englishFeatures(folded);
  const polarity = scoreLinear(english().polarity, features);
  const opinion = scoreLinear(english().opinion, features);
  if (share < 0.15) return { polarity, opinion, han: 0 };
  return { polarity: share * scoreLinear(chinese(), chineseFeatures(folded)) + (1 - share) * polarity, opinion, han: share };
};
