/** A piece of folded text that exact phrases are made of; UTF-16 code units, `end` exclusive. */
export interface Piece {
  readonly start: number;
  readonly end: number;
}

const gap = 0;
const alone = 1;
const letter = 2;
const digit = 3;

const aloneForm = /[\p{Script=Han}\p{Script=Hiragana}\p{Extended_Pictographic}]/u;
const letterForm = /[\p{L}\p{M}]/u;
const digitForm = /[\p{N}_]/u;

const kindOf = (character: string): number => {
  if (aloneForm.test(character)) return alone;
  if (letterForm.test(character)) return letter;
  return digitForm.test(character) ? digit : gap;
};

const surrogate = (code: number): boolean => code >= 0xd800 && code < 0xe000;

let kinds: Uint8Array | undefined;

/** Kind of every character of the Basic Multilingual Plane, so that reading a text costs one look-up each. */
const kindTable = (): Uint8Array =>
  (kinds ??= Uint8Array.from({ length: 0x1_0000 }, (_, code) => (surrogate(code) ? gap : kindOf(String.fromCharCode(code)))));

/** Marks that hold a word together between two letters or two digits (UAX #29, MidNumLet and MidNum): don't, 3.14, 1,000. */
const joins = (text: string, at: number, before: number, table: Uint8Array): boolean => {
  const mark = text[at];
  if (mark !== "'" && mark !== '.' && mark !== ',' && mark !== '’') return false;
  const after = table[text.charCodeAt(at + 1)] ?? gap;
  return after === before && (before === digit || (before === letter && mark !== ','));
};

const wordEnd = (text: string, start: number, table: Uint8Array): number => {
  let at = start;
  let before = gap;
  while (at < text.length) {
    const kind = table[text.charCodeAt(at)] ?? gap;
    if (kind === letter || kind === digit) before = kind;
    else if (kind === alone || !joins(text, at, before, table)) break;
    at += 1;
  }
  return at;
};

/**
 * Pieces of a folded text as Elasticsearch's standard analyser cuts it: every Han character alone, other words whole, punctuation left
 * out. https://www.elastic.co/guide/en/elasticsearch/reference/8.19/analysis-standard-tokenizer.html
 */
export const piecesOf = (folded: string): Piece[] => {
  const table = kindTable();
  const pieces: Piece[] = [];
  let at = 0;
  while (at < folded.length) {
    const start = at;
    const code = folded.charCodeAt(at);
    const kind = table[code] ?? gap;
    if (kind === letter || kind === digit) at = wordEnd(folded, at, table);
    else if (surrogate(code)) {
      const character = String.fromCodePoint(folded.codePointAt(at) ?? 0);
      at += character.length;
      if (character.length === 1 || kindOf(character) === gap) continue;
    } else {
      at += 1;
      if (kind === gap) continue;
    }
    pieces.push({ start, end: at });
  }
  return pieces;
};

/** The pieces as words separated by spaces: what the phrase column holds, and what a phrase is searched by. */
export const spacedPieces = (folded: string): string => {
  let spaced = '';
  for (const { start, end } of piecesOf(folded)) spaced += spaced === '' ? folded.slice(start, end) : ` ${folded.slice(start, end)}`;
  return spaced;
};
