import { createHash } from 'node:crypto';
import { chineseFeatures, englishFeatures, type FeatureBuffer } from '../model/features.ts';
import { scoreLinear, unpackModel, type LinearModel } from '../model/linear-model.ts';
import packedEnglish from '../model/sentiment-en.json' with { type: 'json' };
import packedChinese from '../model/sentiment-zh.json' with { type: 'json' };
import type { PackedSentiment } from '../model/sentiment-recipe.ts';
import { once } from '../tokens/once.ts';

interface Heads {
  readonly polarity: LinearModel;
  readonly opinion: LinearModel;
}

const unpack = ({ polarity, opinion }: PackedSentiment): Heads => ({ polarity: unpackModel(polarity), opinion: unpackModel(opinion) });
const english = once((): Heads => unpack(packedEnglish));
const chinese = once((): Heads => unpack(packedChinese));

/** Content hash of the shipped weights. */
export const modelVersion = once((): string => {
  const hash = createHash('sha256');
  for (const { polarity, opinion } of [packedEnglish, packedChinese]) hash.update(polarity.weights).update(opinion.weights);
  return hash.digest('hex').slice(0, 12);
});

export interface Margins {
  /** Negative to positive, about -1.5..1.5: signed distance from the boundary. */
  readonly polarity: number;
  /** No opinion to opinion, likewise. */
  readonly opinion: number;
  /** Share of Han in the letters read, 0..1. */
  readonly han: number;
}

const hanLetters = /[\u3400-\u9fff]/g;
const latinWords = /[a-z]+/g;

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

const ask = ({ polarity, opinion }: Heads, features: FeatureBuffer, han: number): Margins => ({
  polarity: scoreLinear(polarity, features),
  opinion: scoreLinear(opinion, features),
  han,
});

/** Asks the trained models about a folded text; a mixed text asks both and weighs them by their share of the words. */
export const marginsOf = (folded: string): Margins | undefined => {
  // A Chinese word is about two characters long.
  const han = countOf(folded, hanLetters) / 1.7;
  const latin = countOf(folded, latinWords);
  if (han + latin === 0) return undefined;
  const share = han / (han + latin);
  if (share > 0.85) return ask(chinese(), chineseFeatures(folded), 1);
  const west = ask(english(), englishFeatures(folded), 0);
  if (share < 0.15) return west;
  const east = ask(chinese(), chineseFeatures(folded), 1);
  return {
    polarity: share * east.polarity + (1 - share) * west.polarity,
    opinion: share * east.opinion + (1 - share) * west.opinion,
    han: share,
  };
};
