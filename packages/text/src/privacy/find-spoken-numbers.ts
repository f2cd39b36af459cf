import type { Detector, PersonalData } from './hit.ts';
import { cuesBefore } from './number-cues.ts';

const han = /[幺一二两三四五六七八九零〇](?:[ ，、,-]?[幺一二两三四五六七八九零〇]){6,}/g;
const english =
  /\b(?:(?:double|triple)\s+)?(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)(?:[\s,-]{1,2}(?:(?:double|triple)\s+)?(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b){6,}/gi;
const gate =
  /[幺一二两三四五六七八九零〇]{3}|[幺一三五七八九零][ ，、,-][幺一二两三四五六七八九零]|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|oh)[\s,-]{1,2}(?:zero|one|two|three|four|five|six|seven|eight|nine|oh|double|triple)\b/i;

const isChinesePhone = (spoken: string): boolean => {
  const digits = spoken.replace(/[ ，、,-]/g, '');
  return digits.length === 11 && /^[幺一][三四五六七八九]/.test(digits);
};

/** Phone numbers as they are spoken on a hotline: 幺三八零零…, "one three eight …". */
export const findSpokenNumbers: Detector = (text) => {
  if (!gate.test(text)) return [];
  const hits: PersonalData[] = [];
  const add = (match: RegExpExecArray): void => {
    hits.push({ type: 'phone', start: match.index, end: match.index + match[0].length });
  };
  for (const match of text.matchAll(han)) {
    const cues = cuesBefore(text, match.index);
    if (!cues.order && (isChinesePhone(match[0]) || cues.phone)) add(match);
  }
  for (const match of text.matchAll(english)) {
    if (!cuesBefore(text, match.index).order) add(match);
  }
  return hits;
};
