import model from 'wink-eng-lite-web-model';
import winkNLP, { type WinkMethods } from 'wink-nlp';
import { once } from './once.ts';
import type { Token, TokenKind } from './token.ts';

interface Wink {
  readonly nlp: WinkMethods;
  /** What to read of a token; wink-nlp compares these by identity and its types do not fit its own readers. */
  readonly its: Readonly<Record<'stem' | 'pos', never>>;
}

const wink = once((): Wink => {
  // Feeling has negation rules of its own, and a full stop ends a sentence: only the parts of speech are asked for.
  const nlp = winkNLP(model, ['pos']);
  return { nlp, its: nlp.its as unknown as Wink['its'] };
});

/** Codes and numbers that the English tokeniser would tear apart: AB-12345, iphone15, 2026-05-01, 12.50. */
const code = /(?<![\p{L}\d])(?=[\p{L}\-_]{0,12}\d)[\p{L}\d]+(?:[-_./:][\p{L}\d]+)*/gu;
const onlyNumber = /^\d+(?:[.,:]\d+)*$/;
const letters = /\p{L}/u;

/** Without a Latin letter there is no English to read. */
const plain = /(\p{Extended_Pictographic}(?:\u200d\p{Extended_Pictographic}|[\ufe0f\p{Emoji_Modifier}])*)|[\p{L}\p{M}]+/gu;

const emoji = /\p{Extended_Pictographic}/u;
const emoticon = /^[:;=x8][-'^]?[()dp|3]+$|^\^_?\^$|^t_t$|^<3$/;
const kindOf = (value: string): TokenKind | undefined => {
  if (letters.test(value)) return emoticon.test(value) ? 'emoji' : 'word';
  return emoji.test(value) || emoticon.test(value) ? 'emoji' : undefined;
};

const stems = new Map<string, string>();
const stemLimit = 20_000;

/** Porter stem by wink-nlp. The most frequent words of a language are few, so the answers are kept. */
const stemOf = (value: string): string => {
  const known = stems.get(value);
  if (known !== undefined) return known;
  const { nlp, its } = wink();
  const [stem] = nlp.readDoc(value).tokens().out(its.stem) as unknown as string[];
  if (stems.size >= stemLimit) stems.clear();
  stems.set(value, stem ?? value);
  return stem ?? value;
};

const codes = (run: string, start: number, sentence: number): Token[] =>
  Array.from(run.matchAll(code), ({ 0: word, index }) => ({
    word,
    start: start + index,
    end: start + index + word.length,
    kind: onlyNumber.test(word) ? 'number' : 'code',
    pos: '',
    sentence,
  }));

const outside = (spans: readonly Token[], from: number, to: number): boolean => {
  for (const { start, end } of spans) if (from < end && to > start) return false;
  return true;
};

/** Words in scripts that are neither Han nor Latin, and emoji. */
const segmentPlain = (run: string, start: number, sentence: number, taken: readonly Token[]): Token[] => {
  const tokens: Token[] = [];
  for (const match of run.matchAll(plain)) {
    const from = start + match.index;
    const to = from + match[0].length;
    if (!outside(taken, from, to)) continue;
    tokens.push({
      word: match[0],
      start: from,
      end: to,
      kind: match[1] === undefined ? 'word' : 'emoji',
      pos: '',
      sentence,
    });
  }
  return tokens;
};

interface WinkColumns {
  readonly values: readonly string[];
  readonly tags: readonly string[];
}

const possessive = /(?<=\p{L})(?=['’]s(?!\p{L}))/gu;

// wink-nlp 2.4 remembers words that it met whole, such as the "dad's" of "dad's.", and from then on leaves them whole everywhere: what a text
// says must not hang on the texts before it, so possessives come to it in two words.
const apart = (run: string): string => (run.includes("'") || run.includes('’') ? run.replace(possessive, ' ') : run);

const readColumns = (run: string): WinkColumns => {
  const { nlp, its } = wink();
  const tokens = nlp.readDoc(apart(run)).tokens();
  return { values: tokens.out(), tags: tokens.out(its.pos) as unknown as string[] };
};

const shortRun = 24;
const runLimit = 10_000;
const shortRuns = new Map<string, WinkColumns>();

/** Chinese text holds the same few Latin words again and again (app, wifi, ok): each short run is read once. */
const columnsOf = (run: string): WinkColumns => {
  if (run.length > shortRun) return readColumns(run);
  const known = shortRuns.get(run);
  if (known !== undefined) return known;
  const columns = readColumns(run);
  if (shortRuns.size >= runLimit) shortRuns.clear();
  shortRuns.set(run, columns);
  return columns;
};

const sentenceMark = /^[.!?\n]+$/;

/** The words of one run that holds Latin letters, by wink-nlp. `run` is folded; `start` is where it stands in the text. */
const segmentEnglish = (run: string, start: number, sentence: number, taken: readonly Token[]): Token[] => {
  const { values, tags } = columnsOf(run);
  const tokens: Token[] = [];
  let at = 0;
  let current = sentence;
  let ended = false;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as string;
    const found = run.indexOf(value, at);
    if (found < 0) continue;
    at = found + value.length;
    const kind = kindOf(value);
    if (kind === undefined) {
      ended ||= sentenceMark.test(value);
      continue;
    }
    if (ended) current += 1;
    ended = false;
    if (!outside(taken, start + found, start + at)) continue;
    const tagged = (value.startsWith('#') || value.startsWith('@')) && value.length > 1;
    const bare = tagged ? value.slice(1) : value;
    const word = kind === 'word' ? stemOf(bare) : value;
    tokens.push({
      word: word === "n't" ? 'not' : word,
      start: start + found + (tagged ? 1 : 0),
      end: start + at,
      kind,
      pos: tags[index] ?? '',
      sentence: current,
    });
  }
  return tokens;
};

const latin = /[a-z\u00c0-\u024f]/i;
const digit = /\d/;
const byStart = (a: Token, b: Token): number => a.start - b.start;

/** Words, numbers, codes and emoji of one folded run without Han, in order. */
export const segmentLatin = (run: string, start: number, sentence: number): Token[] => {
  const taken = digit.test(run) ? codes(run, start, sentence) : [];
  const words = latin.test(run) ? segmentEnglish(run, start, sentence, taken) : segmentPlain(run, start, sentence, taken);
  return taken.length === 0 ? words : [...taken, ...words].sort(byStart);
};
