import { fold } from './fold.ts';
import { type HanRun, searchHan, segmentHan } from './segment-han.ts';
import { segmentLatin } from './segment-latin.ts';
import type { Token } from './token.ts';

const hanRun = /[\u3400-\u9fff\uf900-\ufaff\u3007\u{20000}-\u{3ffff}]+/gu;
const sentenceEnd = /[。！？!?\n;；]/;
const blank = /^[\s\p{P}\p{S}]*$/u;
const symbol = /\p{Extended_Pictographic}/u;

export interface Segmentation {
  /** The text as compared; see `fold`. */
  readonly folded: string;
  /** In order, never overlapping. */
  readonly tokens: readonly Token[];
}

/** Splits a text into Han words, English stems, numbers, codes and emoji, with their offsets. Total; O(length). */
export const segment = (text: string): Segmentation => {
  const folded = fold(text);
  const parts: Token[][] = [];
  const runs: HanRun[] = [];
  const places: number[] = [];
  let at = 0;
  let sentence = 0;
  const between = (from: number, to: number): void => {
    if (from === to) return;
    const run = folded.slice(from, to);
    if (!blank.test(run) || symbol.test(run)) {
      const tokens = segmentLatin(run, from, sentence);
      parts.push(tokens);
      sentence = Math.max(sentence, tokens.at(-1)?.sentence ?? 0);
    }
    if (sentenceEnd.test(run)) sentence += 1;
  };
  for (const { 0: run, index } of folded.matchAll(hanRun)) {
    between(at, index);
    places.push(parts.push([]) - 1);
    runs.push({ text: run, start: index, sentence });
    at = index + run.length;
  }
  between(at, folded.length);
  if (runs.length > 0) for (const [index, words] of segmentHan(runs).entries()) parts[places[index] ?? 0] = words;
  return { folded, tokens: parts.flat() };
};

/** The dictionary holds 很慢 and 不退 as words; the judging half must be found by itself too. */
const adverb = /^[很太真挺更最不没好]./;

/** What a segmented text is found by: its words and, inside long Han words, the shorter dictionary words. */
export const searchWords = ({ tokens }: Segmentation): string[] => {
  const found: string[] = [];
  const long: string[] = [];
  for (const { kind, word } of tokens) {
    if (kind === 'han' && word.length > 2) long.push(word);
    else found.push(word);
    if (kind === 'han' && word.length === 2 && adverb.test(word)) found.push(word.slice(1));
  }
  for (const word of searchHan(long)) found.push(word);
  return found;
};
