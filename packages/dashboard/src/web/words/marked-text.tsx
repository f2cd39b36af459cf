import type { FeedbackDocument } from '@earshot/model';
import type { Highlight } from '../api/contract.ts';
import { marksOf, piecesOf } from './spans.ts';

interface MarkedTextProps {
  readonly document: FeedbackDocument;
  readonly highlights: readonly Highlight[];
  /** First code unit shown; what is before becomes an ellipsis. */
  readonly from: number;
}

/** The customer's words: evidence and searched words stand out, the rest steps back. */
export const MarkedText = ({ document, highlights, from }: MarkedTextProps) => {
  const marks = marksOf(document, highlights);
  const pieces = piecesOf(document.text, marks).filter((piece) => piece.start + piece.text.length > from);
  return (
    <span class={marks.length > 0 ? 'marked' : 'marked plain'}>
      {from > 0 ? '… ' : ''}
      {pieces.map((piece) => {
        const text = piece.start < from ? piece.text.slice(from - piece.start) : piece.text;
        return piece.marks.length === 0 ? text : <mark class={piece.marks.join(' ')}>{text}</mark>;
      })}
    </span>
  );
};
