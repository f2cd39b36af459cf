import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import feedbackWords from './feedback-words.json' with { type: 'json' };
import { once } from './once.ts';
import type { Token } from './token.ts';

const jieba = once(() => {
  const segmenter = Jieba.withDict(dict);
  const lines = Object.entries(feedbackWords).flatMap(([tag, words]) => words.split(' ').map((word) => `${word} 20000 ${tag}`));
  segmenter.loadDict(new TextEncoder().encode(`${lines.join('\n')}\n`));
  return segmenter;
});

export interface HanRun {
  readonly text: string;
  readonly start: number;
  readonly sentence: number;
}

const separator = '\n';

/** The words of each run of simplified Han, back to back; one call of the native segmenter for all of them. */
export const segmentHan = (runs: readonly HanRun[]): Token[][] => {
  const words = runs.map((): Token[] => []);
  let index = 0;
  let at = runs[0]?.start ?? 0;
  for (const { word, tag } of jieba().tag(runs.map(({ text }) => text).join(separator), true)) {
    const run = runs[index];
    if (run === undefined) break;
    if (word === separator) {
      index += 1;
      at = runs[index]?.start ?? 0;
      continue;
    }
    words[index]?.push({ word, start: at, end: at + word.length, kind: 'han', pos: tag, sentence: run.sentence });
    at += word.length;
  }
  return words;
};

/** Search mode: the words and the dictionary words inside them, so that 配送 finds 配送员. */
export const searchHan = (words: readonly string[]): string[] =>
  words.length === 0
    ? []
    : jieba()
        .cutForSearch(words.join(separator), true)
        .filter((word) => word !== separator);
