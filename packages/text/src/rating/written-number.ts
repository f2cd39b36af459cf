const han = new Map(Array.from('零一二三四五六七八九十', (character, at) => [character, at] as const));
const english = new Map('zero one two three four five six seven eight nine ten'.split(' ').map((word, at) => [word, at] as const));

/** Source of an expression for a small number in digits, Han numerals or English words. */
export const numberSource =
  '(?:\\d{1,3}(?:\\.\\d{1,2})?|[零一二两三四五六七八九十]|\\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten)\\b)';

/** Value of such a number; NaN where it is none. */
export const writtenNumber = (text: string): number => {
  const folded = text.trim().toLowerCase();
  if (folded === '两') return 2;
  return han.get(folded) ?? english.get(folded) ?? (/^\d/.test(folded) ? Number(folded) : Number.NaN);
};
