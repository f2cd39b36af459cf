import { classifyNumber } from './classify-number.ts';
import type { Detector, PersonalData } from './hit.ts';
import { cuesBefore } from './number-cues.ts';

const run = /\+?\(?\d(?:[ ().-]{0,3}\d)*[Xx]?/g;
const group = /\d+[Xx]?/g;
const letter = /[A-Za-z_]/;
/** Longest personal number: 19 digits. */
const longest = 19;

interface Group {
  readonly start: number;
  readonly end: number;
}

const groupsOf = (whole: string, offset: number): Group[] =>
  Array.from(whole.matchAll(group), (match) => ({ start: offset + match.index, end: offset + match.index + match[0].length }));

/** Start of the number with the plus sign or bracket that belongs to it. */
const withSign = (text: string, start: number): number => {
  const bracket = text[start - 1] === '(' ? start - 1 : start;
  return text[bracket - 1] === '+' ? bracket - 1 : bracket;
};

const longestFrom = (text: string, groups: readonly Group[], first: number): { hit: PersonalData; next: number } | null => {
  const from = groups[first];
  if (from === undefined) return null;
  const start = withSign(text, from.start);
  const cues = cuesBefore(text, start);
  let digits = 0;
  let last = first;
  while (last < groups.length && digits <= longest) {
    const one = groups[last];
    digits += one === undefined ? 0 : one.end - one.start;
    last += 1;
  }
  for (let end = last; end > first; end -= 1) {
    const stop = groups[end - 1]?.end ?? start;
    const type = stop - start < 6 ? null : classifyNumber(text.slice(start, stop), cues);
    if (type !== null) return { hit: { type, start, end: stop }, next: end };
  }
  return null;
};

/** Phones, bank cards and identity numbers among the digits, however they are grouped. */
export const findNumbers: Detector = (text) => {
  const hits: PersonalData[] = [];
  for (const match of text.matchAll(run)) {
    const end = match.index + match[0].length;
    if (match[0].length < 7 || letter.test(text[match.index - 1] ?? '') || letter.test(text[end] ?? '')) continue;
    const groups = groupsOf(match[0], match.index);
    let at = 0;
    while (at < groups.length) {
      const found = longestFrom(text, groups, at);
      if (found !== null) hits.push(found.hit);
      at = found?.next ?? at + 1;
    }
  }
  return hits;
};
