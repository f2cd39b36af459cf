import { hashUnits } from './hash.ts';

const isHan = (code: number): boolean => code >= 0x3400 && code <= 0x9fff;
const isWord = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || (code >= 0xc0 && code < 0x2000) || (code >= 0xac00 && code < 0xd7a4);

/**
 * Hashes of what two texts must share to be alike: every pair of neighbouring Han characters, every pair of neighbouring words.
 * Punctuation and white space count for nothing. `folded` comes from `fold`; at most `limit` shingles are made.
 */
export const shingles = (folded: string, limit = 4000): number[] => {
  const hashes: number[] = [];
  let previous = 0;
  let at = 0;
  while (at < folded.length && hashes.length < limit) {
    const code = folded.charCodeAt(at);
    let end = at + 1;
    if (isWord(code)) {
      while (end < folded.length && isWord(folded.charCodeAt(end))) end += 1;
    } else if (!isHan(code)) {
      at = end;
      continue;
    }
    const unit = hashUnits(folded, at, end);
    if (previous !== 0) hashes.push((Math.imul(previous, 0x9e3779b1) ^ unit) >>> 0);
    previous = unit === 0 ? 1 : unit;
    at = end;
  }
  return hashes;
};
