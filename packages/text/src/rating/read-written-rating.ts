import { lowestOf, scales, type Scale } from './scale.ts';
import { numberSource, writtenNumber } from './written-number.ts';

export interface WrittenRating {
  readonly value: number;
  readonly scale: Scale;
}

const fraction = new RegExp(
  `^(${numberSource})\\s*(?:stars?)?\\s*(?:\\/|out of|of|共)\\s*(${numberSource})\\s*(?:stars?|points?|分|星)?$`,
  'i',
);
const stars = new RegExp(`^(${numberSource})\\s*(?:-|\\s)?(?:stars?|颗?星)(半)?(?:好评|评价)?$`, 'i');
const points = new RegExp(`^(${numberSource})\\s*(?:分|points?)$`, 'i');
const percent = /^(\d{1,3}(?:\.\d{1,2})?)\s*%$/;
const filled = /[★⭐🌟]/gu;
const empty = /[☆✩]/gu;
const onlyStars = /^(?:[★⭐🌟☆✩\s]|\ufe0f)+$/u;

const labels = new Map<string, number>();
const label = (value: number, words: string): void => {
  for (const word of words.split('|')) labels.set(word, value);
};
label(1, '非常满意|很满意|特别满意|十分满意|very satisfied|extremely satisfied|excellent|love it|强烈推荐');
label(0.75, '满意|比较满意|satisfied|good|推荐|还不错|不错');
label(1, '好评|positive|great|recommended|yes');
label(0.5, '中评|一般|neutral|ok|okay|average|fair|普通|还行|neither satisfied nor dissatisfied|so-so');
label(0.25, '不满意|不太满意|比较不满意|dissatisfied|unsatisfied|poor|不推荐');
label(0, '差评|非常不满意|很不满意|十分不满意|very dissatisfied|extremely dissatisfied|bad|negative|terrible|awful|not recommended|no');
const thumbs = new Map<string, number>([
  ['👍', 1],
  ['👎', 0],
  ['thumbs up', 1],
  ['thumbs down', 0],
  ['thumbs_up', 1],
  ['thumbs_down', 0],
  ['up', 1],
  ['down', 0],
  ['like', 1],
  ['dislike', 0],
  ['赞', 1],
  ['踩', 0],
  ['点赞', 1],
]);
const skin = /\p{Emoji_Modifier}|\ufe0f/gu;

const readSigns = (text: string): WrittenRating | null => {
  if (!onlyStars.test(text)) return null;
  const full = text.match(filled)?.length ?? 0;
  const total = full + (text.match(empty)?.length ?? 0);
  if (total > 10) return null;
  const max = total > 5 ? 10 : 5;
  return { value: full, scale: { min: full === 0 ? 0 : 1, max, kind: 'stars' } };
};

const upTo = (value: number): Scale => ({
  min: value < 1 ? 0 : value > 10 ? 0 : 1,
  max: value > 10 ? 100 : value > 5 ? 10 : 5,
  kind: 'stars',
});

const readNumbers = (text: string): WrittenRating | null => {
  const parts = fraction.exec(text);
  if (parts !== null) {
    const value = writtenNumber(parts[1] ?? '');
    const max = writtenNumber(parts[2] ?? '');
    return { value, scale: { min: value < 1 ? 0 : lowestOf(max, undefined), max, kind: 'stars' } };
  }
  const starred = stars.exec(text);
  if (starred !== null) {
    const value = writtenNumber(starred[1] ?? '') + (starred[2] === undefined ? 0 : 0.5);
    return { value, scale: { min: value < 1 ? 0 : 1, max: value > 5 ? 10 : 5, kind: 'stars' } };
  }
  const pointed = points.exec(text);
  if (pointed !== null) {
    const value = writtenNumber(pointed[1] ?? '');
    return { value, scale: upTo(value) };
  }
  const share = percent.exec(text);
  return share === null ? null : { value: Number(share[1]), scale: { min: 0, max: 100, kind: 'stars' } };
};

/** A rating in words or signs that says its own scale; null where the text is none. `text` is NFKC. */
export const readWrittenRating = (text: string): WrittenRating | null => {
  const folded = text.trim().toLowerCase();
  const thumb = thumbs.get(folded.replace(skin, ''));
  if (thumb !== undefined) return { value: thumb, scale: scales.thumb };
  const named = labels.get(folded);
  if (named !== undefined) return { value: named, scale: scales.label };
  if (/^(?:满分|full marks)$/.test(folded)) return { value: 5, scale: scales.stars };
  return readSigns(text) ?? readNumbers(folded);
};
