import { Converter } from 'opencc-js/t2cn';
import { once } from './once.ts';

const converter = once(() => Converter({ from: 'tw', to: 'cn' }));

const firstHan = 0x3400;
const lastHan = 0x9fff;

/** Marks the Han characters that have a simplified form of their own: most texts hold none and need no conversion. */
const traditional = once((): Uint8Array => {
  const marks = new Uint8Array(0x10000);
  const all = Array.from({ length: lastHan - firstHan + 1 }, (_, index) => String.fromCharCode(firstHan + index));
  const converted = converter()(all.join('\n')).split('\n');
  for (const [index, character] of all.entries()) if (converted[index] !== character) marks[character.charCodeAt(0)] = 1;
  for (let code = 0xf900; code <= 0xfaff; code += 1) marks[code] = 1;
  return marks;
});

const isTraditional = (text: string): boolean => {
  const marks = traditional();
  for (let at = 0; at < text.length; at += 1) if (marks[text.charCodeAt(at)] === 1) return true;
  return false;
};

const wide = /[\uff01-\uff5e\u3000\u2018\u2019\u201c\u201d]/g;
const ascii = /^[\t\n\r\u0020-\u007e]*$/;

const narrow = (character: string): string => {
  const code = character.charCodeAt(0);
  if (code === 0x3000) return ' ';
  if (code === 0x2018 || code === 0x2019) return "'";
  if (code === 0x201c || code === 0x201d) return '"';
  return String.fromCharCode(code - 0xfee0);
};

/** Applies `change` to the whole text, or unit by unit where the whole would move the offsets. */
const inPlace = (text: string, change: (part: string) => string): string => {
  const whole = change(text);
  if (whole.length === text.length) return whole;
  let out = '';
  for (const character of text) {
    const changed = change(character);
    out += changed.length === character.length ? changed : character;
  }
  return out;
};

/**
 * The form in which words are compared: traditional Han as simplified, full-width as half-width, letters in lower case, straight
 * quotes. Always as long as `text`, so offsets hold in both.
 */
export const fold = (text: string): string => {
  if (ascii.test(text)) return text.toLowerCase();
  const lower = inPlace(text.replace(wide, narrow), (part) => part.toLowerCase());
  return isTraditional(lower) ? inPlace(lower, converter()) : lower;
};
