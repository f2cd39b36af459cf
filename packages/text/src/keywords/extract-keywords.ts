import { idf } from '@node-rs/jieba/dict.js';
import { once } from '../tokens/once.ts';
import type { Token } from '../tokens/token.ts';
import stopWords from './stop-words.json' with { type: 'json' };

const most = 8;
const longest = 3;
const stops = once((): ReadonlySet<string> => new Set(`${stopWords.zh} ${stopWords.en}`.split(' ')));

/** Rarity of a Han word by jieba's statistics: inverse document frequency, about 2..14. */
const rarities = once((): ReadonlyMap<string, number> => {
  const bytes = Buffer.from(idf.buffer, idf.byteOffset, idf.byteLength);
  const found = new Map<string, number>();
  for (let at = 0, end = 0; at < bytes.length; at = end + 1) {
    end = bytes.indexOf(0x0a, at);
    if (end < 0) end = bytes.length;
    const space = bytes.indexOf(0x20, at);
    // Words from 10 on are so rare that the default serves them as well; leaving them out keeps the table small.
    if (space < 0 || space >= end || bytes[space + 2] !== 0x2e) continue;
    found.set(bytes.toString('utf8', at, space), Number(bytes.toString('latin1', space + 1, end)));
  }
  return found;
});

type Part = 'noun' | 'modifier' | 'other';

const partOf = ({ kind, pos, word, start, end }: Token): Part => {
  if (stops().has(word)) return 'other';
  if (kind === 'han') {
    if (end - start < 2) return 'other';
    if (/^(?:n(?!r)|vn|an|j|l)/.test(pos)) return 'noun';
    return /^(?:a|v|i|x)/.test(pos) ? 'modifier' : 'other';
  }
  if (kind !== 'word' || end - start < 3) return 'other';
  if (pos === 'NOUN' || pos === 'PROPN') return 'noun';
  return pos === 'ADJ' ? 'modifier' : 'other';
};

interface Phrase {
  readonly text: string;
  weight: number;
  readonly at: number;
}

const weightOf = ({ kind, word }: Token, part: Part): number => {
  const rarity = kind === 'han' ? (rarities().get(word) ?? 10) : 8;
  return part === 'noun' ? rarity : rarity * 0.6;
};

const adjacent = (folded: string, before: Token, next: Token): boolean => {
  if (before.sentence !== next.sentence || before.kind !== next.kind) return false;
  return before.kind === 'han' ? before.end === next.start : folded.slice(before.end, next.start) === ' ';
};

/** Runs of adjacent content words that end in a noun, such as 充电 口 or late delivery; single words where nothing stands beside them. */
const phrasesOf = (folded: string, tokens: readonly Token[]): Phrase[] => {
  const phrases: Phrase[] = [];
  let run: Token[] = [];
  let weight = 0;
  let hasNoun = false;
  const close = (): void => {
    const [first, last] = [run[0], run.at(-1)];
    if (first !== undefined && last !== undefined && (hasNoun || (first.kind === 'han' && run.length === 1)))
      phrases.push({ text: folded.slice(first.start, last.end), weight: weight / Math.sqrt(run.length), at: first.start });
    run = [];
    weight = 0;
    hasNoun = false;
  };
  for (const token of tokens) {
    const part = partOf(token);
    const before = run.at(-1);
    if (before !== undefined && (part === 'other' || run.length >= longest || !adjacent(folded, before, token))) close();
    if (part === 'other') continue;
    if (hasNoun && part === 'modifier') close();
    run.push(token);
    weight += weightOf(token, part);
    hasNoun = hasNoun || part === 'noun';
  }
  close();
  return phrases;
};

/** Key phrases of a message, weightiest first, at most eight, each once; by part of speech and rarity, free of stop words. */
export const extractKeywords = (folded: string, tokens: readonly Token[]): string[] => {
  const found = new Map<string, Phrase>();
  for (const phrase of phrasesOf(folded, tokens)) {
    const known = found.get(phrase.text);
    if (known === undefined) found.set(phrase.text, phrase);
    else known.weight += phrase.weight;
  }
  return [...found.values()]
    .sort((a, b) => b.weight - a.weight || a.at - b.at)
    .slice(0, most)
    .map(({ text }) => text);
};
