const plain = /^(?:[\u0020-\u007e]| ?\n(?!\n\n))*$/;
const controls = /[^\P{Cc}\t\n]/gu;
// Bidi controls, zero-width space and non-joiner, word joiner and invisible operators, soft hyphen, byte order mark, interlinear marks.
const invisible =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\u17b4|\u17b5|[\u{e0000}\u{e0001}]/gu;
const joiner =
  /(?<!\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)\u200d|\u200d(?!\p{Extended_Pictographic}|[\u2640\u2642\u2695\u2696\u2708\u2764])/gu;
const wide = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g;
const wideSigns = /[\uff0b\uff0d\uff0e\uff0f\uff20\uff3f\uff05\uff03\uff06\uff1d]/g;
const spaces = /[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000 ]{2,}|[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const lineEnds = /\r\n?|[\u0085\u2028\u2029]/g;
const spacedLines = / *\n */g;
const blankLines = /\n{3,}/g;
const nonAscii = /\P{ASCII}/u;

const narrow = (character: string): string => String.fromCharCode(character.charCodeAt(0) - 0xfee0);

export interface NormalisedCharacters {
  readonly text: string;
  /** Half of a surrogate pair stood alone; it is U+FFFD now. */
  readonly lone: boolean;
}

const unseen = (text: string): string => {
  let out = text.replace(invisible, '');
  if (out.includes('\u200d')) out = out.replace(joiner, '');
  return out.replace(wide, narrow).replace(wideSigns, narrow).normalize('NFC');
};

/**
 * The stored form of a text: NFC, one kind of line end, no control, bidi or zero-width characters (joiners inside emoji stay), letters,
 * digits and the signs of addresses half-width, Chinese punctuation as written, runs of spaces and of blank lines collapsed.
 * Idempotent and linear.
 */
export const normaliseCharacters = (text: string): NormalisedCharacters => {
  if (plain.test(text) && !text.includes('  ')) return { text: text.trim(), lone: false };
  const lone = !text.isWellFormed();
  let out = (lone ? text.toWellFormed() : text).replace(lineEnds, '\n').replace(controls, '');
  if (nonAscii.test(out)) out = unseen(out);
  out = out.replace(spaces, ' ').replace(spacedLines, '\n').replace(blankLines, '\n\n').trim();
  return { text: out, lone };
};
