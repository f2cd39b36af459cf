import { createRequire, findPackageJSON } from 'node:module';
import type { eld } from 'eld/small';
import { once } from '../tokens/once.ts';

/** Loaded at the first text in doubt: its tables cost more time and memory than everything else here together. */
const grams = once((): typeof eld => {
  const home = findPackageJSON('eld', import.meta.url);
  if (home === undefined) throw new Error('eld is not installed');
  const load = createRequire(home);
  const loaded: { readonly eld: typeof eld } = load('./src/entries/static.extrasmall.js');
  return loaded.eld;
});

const common = new Set(
  (
    'the and or but of at for with from is are were be been it its this that these those i you he she we they my your our their me him them us not ' +
    "don't didn't doesn't can't won't isn't wasn't i'm it's i've have has had does did would can could should very too good great bad terrible awful nice love like " +
    'product service delivery order refund app hotel room food staff money time work works working please thanks thank hello hi ok okay late slow broken never ever again why how what ' +
    'thanks someone anything nothing something everything really because then than also been being into over down off back again through during between under every each other another some ' +
    'many much need needs want wants know think going go gone went make made take took give gave got getting try tried trying tell told say said says see saw let come came left right new old ' +
    'day days week weeks month year today tomorrow yesterday hour hours minute minutes flight flights plane seat bag call called phone email account card order ordered cancel cancelled buy bought ' +
    'pay paid item items sent send received shipping quality use used using return returned help issue problem problems change update game phone camera battery sound screen movie film story ' +
    "you're they're we're that's there's what's let's i'll you'll we'll i'd couldn't wouldn't shouldn't haven't hasn't aren't weren't yes still since while even however although though until without " +
    'when where who which after before still just only any more most out up down about there here get got my wait waiting price cheap fast best worst quality customer support'
  ).split(' '),
);
const accented = /[\u00c0-\u024f\u1e00-\u1eff]/;
const latinWord = /[a-z\u00c0-\u024f]+(?:'[a-z]+)?/gi;
const nonLatin = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+/g;
const readChars = 240;

const englishShare = (text: string): { words: number; share: number } => {
  const words = text.match(latinWord) ?? [];
  let known = 0;
  for (const word of words) if (common.has(word.toLowerCase())) known += 1;
  return { words: words.length, share: words.length === 0 ? 0 : known / words.length };
};

/** Whether plain text is English beyond doubt, by its commonest words. */
export const isPlainEnglish = (text: string): boolean => !accented.test(text) && englishShare(text.slice(0, readChars)).share >= 0.4;

export const isPlain = (text: string): boolean => !accented.test(text);

/**
 * BCP 47 language of a text in an alphabet. English is known by its commonest words, which is quick; other text is asked of n-grams
 * (eld). Very short plain text counts as English.
 */
export const nameAlphabetic = (text: string): string => {
  const read = text.slice(0, readChars);
  const { words, share } = englishShare(read);
  const plain = !accented.test(read);
  if (plain && share >= (words >= 6 ? 0.25 : 0.34)) return 'en';
  if (words > 0 && plain && (words < 2 || read.trim().length < 10)) return 'en';
  const found = grams().detect(read.replace(nonLatin, ' ')).language;
  if (found === '') return plain && words > 0 ? 'en' : 'und';
  return found !== 'en' && plain && words <= 3 && share > 0 ? 'en' : found;
};
