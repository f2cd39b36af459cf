import type { FeedbackDocument } from '@earshot/model';
import type { Highlight } from '../api/contract.ts';

/** `hit`: a searched word. The others: the words that made the label. */
export type Mark = 'hit' | 'positive' | 'negative' | 'evidence';

export interface Marked {
  readonly start: number;
  readonly end: number;
  readonly mark: Mark;
}

/** A run of text under the same marks; empty marks: context that may be dimmed. */
export interface Piece {
  readonly text: string;
  readonly start: number;
  readonly marks: readonly Mark[];
}

const isInside = (text: string, offset: number): boolean => {
  const code = text.charCodeAt(offset);
  const before = text.charCodeAt(offset - 1);
  return code >= 0xdc00 && code <= 0xdfff && before >= 0xd800 && before <= 0xdbff;
};

/** Offsets are UTF-16 code units as in the document; one that is out of range is clipped and one inside a character moves to its start. */
const clipped = (text: string, offset: number): number => {
  const inside = Math.min(text.length, Math.max(0, Math.trunc(Number.isFinite(offset) ? offset : 0)));
  return isInside(text, inside) ? inside - 1 : inside;
};

/** Cuts the text where marks begin or end. The pieces together are the text, whatever the offsets. */
export const piecesOf = (text: string, marked: readonly Marked[]): readonly Piece[] => {
  const spans = marked
    .map(({ start, end, mark }) => ({ start: clipped(text, start), end: clipped(text, end), mark }))
    .filter(({ start, end }) => start < end);
  const cuts = [...new Set([0, text.length, ...spans.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, index) => ({
    text: text.slice(start, cuts[index + 1]),
    start,
    marks: [...new Set(spans.filter((span) => span.start <= start && start < span.end).map(({ mark }) => mark))],
  }));
};

const tone = (label: string): Mark => (label === 'positive' || label === 'negative' ? label : 'evidence');

/** A word that weighs for or against says so by itself, whatever the whole message came to. */
const leaning = (weight: number | undefined, label: string): Mark =>
  weight === undefined || weight === 0 ? tone(label) : weight > 0 ? 'positive' : 'negative';

/** What to mark in the text of a document: searched words, judged aspects, and the words behind sentiment, urgency and intent. */
export const marksOf = (document: FeedbackDocument, highlights: readonly Highlight[]): readonly Marked[] => [
  ...highlights.filter(({ field }) => field === 'text').map(({ start, end }): Marked => ({ start, end, mark: 'hit' })),
  ...(document.aspects ?? [])
    .filter(({ sentiment }) => sentiment !== 'neutral')
    .map(({ start, end, sentiment }): Marked => ({ start, end, mark: tone(sentiment) })),
  ...(document.provenance ?? []).flatMap(({ label, start, end, weight }): Marked[] =>
    start === undefined || end === undefined || !/^(sentiment|urgency|intent)\b/u.test(label)
      ? []
      : [
          {
            start,
            end,
            mark: label.startsWith('sentiment') ? leaning(weight, document.sentiment.label) : 'evidence',
          },
        ],
  ),
];

/** Where a short view of the text should begin: a little before the first mark if that lies beyond `visible` code units. */
export const excerptStart = (text: string, marked: readonly Marked[], visible: number): number => {
  if (marked.length === 0) return 0;
  const first = Math.min(...marked.map(({ start }) => clipped(text, start)));
  return first < visible ? 0 : clipped(text, first - Math.floor(visible / 4));
};

/**
 * The marks of the whole text, on one of the texts that it was put together from, such as the turns of a call. `from` is where the search
 * for it begins; a part that is not found has no marks.
 */
export const marksWithin = (
  text: string,
  part: string,
  from: number,
  marked: readonly Marked[],
): { readonly marks: readonly Marked[]; readonly end: number } => {
  const at = part === '' ? -1 : text.indexOf(part, from);
  if (at < 0) return { marks: [], end: from };
  const end = at + part.length;
  const marks = marked
    .filter((span) => span.end > at && span.start < end)
    .map((span) => ({ ...span, start: span.start - at, end: span.end - at }));
  return { marks, end };
};
