// Windows-1252, 80–9F (WHATWG Encoding Standard); the five unassigned bytes decode to C1 controls.
const high = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const byteOf = new Map(Array.from(high, (character, at) => [character, 0x80 + at] as const));
const continuation = `[\\u0080-\\u00bf${high}]`;
const gate = new RegExp(`[\\u00c2-\\u00f4]${continuation}`);
const sequence = new RegExp(
  `[\\u00c2-\\u00df]${continuation}|[\\u00e0-\\u00ef]${continuation}{2}|[\\u00f0-\\u00f4]${continuation}{3}`,
  'g',
);
const foreign =
  /[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]/g;
// What people write: accented Latin, Greek, Cyrillic, general punctuation, CJK, kana, Hangul, full-width forms, emoji.
const usual =
  /^(?:[\u00a0-\u017f\u0370-\u04ff\u2010-\u203f\u20ac\u2122\u2190-\u27bf\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uff65\u{1f000}-\u{1faff}]|\ufe0f)$/u;

const toByte = (character: string): number => byteOf.get(character) ?? character.charCodeAt(0);
const decoder = new TextDecoder('utf-8', { fatal: true });

const decode = (run: string): string | null => {
  try {
    const out = decoder.decode(Uint8Array.from(run, toByte));
    return usual.test(out) ? out : null;
  } catch {
    return null;
  }
};

/**
 * UTF-8 that was read as Latin-1 or Windows-1252, read right; null where the text is not that. Runs are judged together: accepted only
 * when nearly every character of that range takes part, so an accented text that is fine stays fine.
 */
export const repairLatin = (text: string): string | null => {
  if (!gate.test(text)) return null;
  let repaired = 0;
  const out = text.replace(sequence, (run) => {
    const read = decode(run);
    if (read === null) return run;
    repaired += run.length;
    return read;
  });
  const all = text.match(foreign)?.length ?? 0;
  return repaired > 0 && repaired >= 0.8 * all ? out : null;
};
