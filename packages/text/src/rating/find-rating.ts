import type { Rating } from '@earshot/model';
import { readWrittenRating } from './read-written-rating.ts';
import { onScale } from './scale.ts';
import { numberSource } from './written-number.ts';

export interface FoundRating {
  readonly rating: Rating;
  /** Where it stands: UTF-16 code units, `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

const gate = /[★⭐🌟]|[打给]|评分|\bstars?\b|\bout of\b|\/(?:5|10)\b/iu;
const signs = /([★⭐🌟](?:[★⭐🌟☆✩]|\ufe0f){2,9})/dgu;
const chinese = new RegExp(
  `(?:打|给|评分[:：为是]?)\\s?(?:了|个|你们?|他们?|她|它|出|只能|最多|满)*\\s?(${numberSource}\\s?(?:颗?星半?(?!级|期|巴)|分(?!钟|店|之|期|开|享|析|手|类|析)))`,
  'dg',
);
const english = new RegExp(
  `(?:\\b(?:give|gave|rate|rated|rating|deserves?|giving)\\b[^.!?\\n]{0,24}?\\s|^)(${numberSource}[\\s-]?stars?)\\b(?![\\s-](?:hotel|resort|service|restaurant|general))`,
  'dgi',
);
const outOf = new RegExp(`(?<![\\d/])(${numberSource}\\s?(?:out of\\s?|\\/\\s?)(?:5|10|five|ten)(?:\\sstars?)?)(?![\\d/])`, 'dgi');

/** The first rating that a writer gives inside a text: 打3星, "I'd give it 2 stars", ★★☆☆☆. A 五星级酒店 gives none. */
export const findRating = (text: string): FoundRating | null => {
  if (!gate.test(text)) return null;
  for (const expression of [signs, chinese, outOf, english]) {
    for (const match of text.matchAll(expression)) {
      const span = match.indices?.[1];
      const written = readWrittenRating((match[1] ?? '').replace(/\s+/g, ' '));
      const rating = written === null ? null : onScale(written.value, written.scale);
      if (rating !== null && span !== undefined) return { rating, start: span[0], end: span[1] };
    }
  }
  return null;
};
