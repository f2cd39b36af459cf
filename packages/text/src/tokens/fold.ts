import { Converter } from 'opencc-js/t2cn';
import { once } from './once.ts';

const converter = once(() => Converter({ from: 'tw', to: 'cn' }));

const han = /[\u3400-\u9fff\uf900-\ufaff]/;
const wide = /[\uff01-\uff5e\u3000\u2018\u2019\u201c\u201d]/g;
const ascii = /^[\u0000-\u007f]*$/;

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
  return han.test(lower) ? inPlace(lower, converter()) : lower;
};
