/** Letters by script in a run of text. */
export interface ScriptCounts {
  han: number;
  kana: number;
  hangul: number;
  latinWords: number;
  latinLetters: number;
  /** Letters of any other script. */
  other: number;
}

const isLatin = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0xc0 && code <= 0x24f && code !== 0xd7 && code !== 0xf7) ||
  (code >= 0x1e00 && code <= 0x1eff);
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** A Latin word with a digit in it is a code (AB-12, iPhone15) and speaks no language. */
export const countScripts = (text: string, start: number, end: number): ScriptCounts => {
  const counts: ScriptCounts = { han: 0, kana: 0, hangul: 0, latinWords: 0, latinLetters: 0, other: 0 };
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x41) continue;
    if (isLatin(code)) {
      const from = at;
      while (at + 1 < end && (isLatin(text.charCodeAt(at + 1)) || text.charCodeAt(at + 1) === 0x27)) at += 1;
      const next = text.charCodeAt(at + 1);
      const coded = isDigit(next) || isDigit(text.charCodeAt(from - 1)) || (next === 0x2d && isDigit(text.charCodeAt(at + 2)));
      if (coded) continue;
      counts.latinWords += 1;
      counts.latinLetters += at - from + 1;
    } else if ((code >= 0x3400 && code <= 0x9fff) || (code >= 0xf900 && code <= 0xfaff)) counts.han += 1;
    else if (code >= 0x3041 && code <= 0x30fa) counts.kana += 1;
    else if (code >= 0xac00 && code <= 0xd7a3) counts.hangul += 1;
    else if (code >= 0x370 && code <= 0x1cff) counts.other += 1;
  }
  return counts;
};
