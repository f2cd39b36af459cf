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

/** Words of one run of simplified Han, back to back. `start` is where the run stands in the text. */
export const segmentHan = (run: string, start: number, sentence: number): Token[] => {
  let at = start;
  return jieba()
    .tag(run, true)
    .map(({ word, tag }) => {
      const token: Token = { word, start: at, end: at + word.length, kind: 'han', pos: tag, negated: false, sentence };
      at = token.end;
      return token;
    });
};

/** Search mode: the words and the dictionary words inside them, so that 配送 finds 配送员. */
export const searchHan = (run: string): string[] => jieba().cutForSearch(run, true);
