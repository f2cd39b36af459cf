import { type Marked, piecesOf } from './spans.ts';

interface MarkedTextProps {
  readonly text: string;
  readonly marks: readonly Marked[];
  /** First code unit shown; what is before becomes an ellipsis. */
  readonly from?: number;
}

/** The customer's words: evidence and searched words stand out, the rest steps back. */
export const MarkedText = ({ text, marks, from = 0 }: MarkedTextProps) => {
  const pieces = piecesOf(text, marks).filter((piece) => piece.start + piece.text.length > from);
  return (
    <span class={marks.length > 0 ? 'marked' : 'marked plain'}>
      {from > 0 ? '… ' : ''}
      {pieces.map((piece) => {
        const shown = piece.start < from ? piece.text.slice(from - piece.start) : piece.text;
        return piece.marks.length === 0 ? shown : <mark class={piece.marks.join(' ')}>{shown}</mark>;
      })}
    </span>
  );
};
