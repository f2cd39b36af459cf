import { fold } from './fold.ts';
import { segmentHan, searchHan } from './segment-han.ts';
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
  const tokens: Token[] = [];
  let at = 0;
  let sentence = 0;
  const between = (from: number, to: number): void => {
    const run = folded.slice(from, to);
    if (run !== '' && (!blank.test(run) || symbol.test(run))) {
      for (const token of segmentLatin(run, from, sentence)) tokens.push(token);
      sentence = Math.max(sentence, tokens.at(-1)?.sentence ?? 0);
    }
    if (sentenceEnd.test(run)) sentence += 1;
  };
  for (const match of folded.matchAll(hanRun)) {
    between(at, match.index);
    for (const token of segmentHan(match[0], match.index, sentence)) tokens.push(token);
    at = match.index + match[0].length;
  }
  between(at, folded.length);
  return { folded, tokens };
};

/** What a segmented text is found by: its words and, inside long Han words, the shorter dictionary words. */
export const searchWords = ({ tokens }: Segmentation): string[] => {
  const found: string[] = [];
  for (const { kind, word } of tokens) {
    if (kind === 'han' && word.length > 2) for (const part of searchHan(word)) found.push(part);
    else found.push(word);
  }
  return found;
};
