import type { FeedbackDocument, Query } from '@earshot/model';
import { type Piece, piecesOf } from './characters.ts';
import type { Highlight, QueryAnalyser } from './port.ts';
import { type Needle, positiveNeedles } from './query-words.ts';

const chunk = /[^\s\p{Script=Han}]+/gu;

const phraseRanges = (folded: string, pieces: readonly Piece[], phrases: readonly string[][]): Piece[] => {
  const ranges: Piece[] = [];
  const texts = pieces.map(({ start, end }) => folded.slice(start, end));
  for (const phrase of phrases) {
    const [first] = phrase;
    for (let at = texts.indexOf(first ?? ''); at >= 0; at = texts.indexOf(first ?? '', at + 1)) {
      const last = pieces[at + phrase.length - 1];
      const start = pieces[at]?.start;
      if (last === undefined || start === undefined || !phrase.every((text, step) => texts[at + step] === text)) continue;
      ranges.push({ start, end: last.end });
    }
  }
  return ranges;
};

/** Finds stems again: each stretch without spaces or Han is cut as the document was, then narrowed to the piece that has the stem. */
const tokenRanges = (folded: string, pieces: readonly Piece[], tokens: ReadonlySet<string>, analyser: QueryAnalyser): Piece[] => {
  const ranges: Piece[] = [];
  const hits = new Map<string, boolean>();
  const holds = (text: string): boolean => {
    const known = hits.get(text) ?? analyser.words(text).some((word) => tokens.has(word));
    hits.set(text, known);
    return known;
  };
  let next = 0;
  for (const { 0: text, index } of folded.matchAll(chunk)) {
    const end = index + text.length;
    while ((pieces[next]?.end ?? end + 1) <= index) next += 1;
    const inside: Piece[] = [];
    for (let at = next; (pieces[at]?.start ?? end) < end; at += 1) inside.push(pieces[at] ?? { start: end, end });
    if (!holds(text)) continue;
    const exact = inside.filter((piece) => holds(folded.slice(piece.start, piece.end)));
    ranges.push(...(exact.length > 0 ? exact : [{ start: index, end }]));
  }
  return ranges;
};

const merged = (ranges: readonly Piece[]): readonly Piece[] => {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
};

/** Marks what a query found; made once for a page of hits. Ranges are sorted, apart, and count in the text as stored. */
export const highlighter = (query: Query, analyser: QueryAnalyser): ((document: FeedbackDocument) => readonly Highlight[]) => {
  const needles = positiveNeedles(query, analyser);
  const of = (tag: Needle['tag']): string[] => needles.filter((needle) => needle.tag === tag).map(({ text }) => text);
  const phrases = of('phrase').map((text) => text.split(' '));
  const tokens = new Set(of('token'));
  const within = (text: string | undefined, field: Highlight['field']): readonly Highlight[] => {
    if (text === undefined || text === '') return [];
    const folded = analyser.fold(text);
    const pieces = piecesOf(folded);
    const found = phraseRanges(folded, pieces, phrases);
    if (tokens.size > 0) found.push(...tokenRanges(folded, pieces, tokens, analyser));
    return merged(found).map(({ start, end }) => ({ field, start, end }));
  };
  return ({ title, text }) => (needles.length === 0 ? [] : [...within(title, 'title'), ...within(text, 'text')]);
};
