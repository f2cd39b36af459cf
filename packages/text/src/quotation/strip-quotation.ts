import { attributionEnd, isHeaderBlock, isSeparator } from './reply-markers.ts';
import { isDelimiter, isDeviceLine } from './signature-markers.ts';

/** A run of the given text that its writer did not write now: UTF-16 code units, `end` exclusive. */
export interface QuotationSpan {
  readonly kind: 'quotation' | 'signature';
  readonly start: number;
  readonly end: number;
}

export interface StrippedText {
  readonly text: string;
  readonly removed: readonly QuotationSpan[];
}

type Fate = 'own' | 'quotation' | 'signature';

const quoted = /^\s{0,3}(?:>|&gt;|＞)/;
/** A signature is short: what follows a delimiter for longer is text. */
const signatureLines = 12;

const isQuoted = (line: string | undefined): boolean => line !== undefined && quoted.test(line);

const nextFilled = (lines: readonly string[], from: number): number => {
  let at = from;
  while (at < lines.length && (lines[at] ?? '').trim() === '') at += 1;
  return at;
};

/** Marks what is quoted; an attribution before `>` lines goes with them, any other one takes the rest of the mail. */
const markQuotations = (lines: readonly string[], fates: Fate[]): void => {
  for (let at = 0; at < lines.length; at += 1) {
    if (isQuoted(lines[at])) {
      fates[at] = 'quotation';
      continue;
    }
    const end = attributionEnd(lines, at);
    if (end >= 0 && isQuoted(lines[nextFilled(lines, end + 1)])) {
      fates.fill('quotation', at, end + 1);
      at = end;
    } else if (end >= 0 || isSeparator(lines[at] ?? '') || isHeaderBlock(lines, at)) {
      fates.fill('quotation', at);
      return;
    }
  }
};

const markSignature = (lines: readonly string[], fates: Fate[]): void => {
  let last = lines.length - 1;
  while (last >= 0 && (fates[last] !== 'own' || (lines[last] ?? '').trim() === '')) last -= 1;
  for (let at = last; at >= Math.max(0, last - signatureLines); at -= 1) {
    if (fates[at] !== 'own') return;
    const line = lines[at] ?? '';
    if (isDeviceLine(line) || isDelimiter(line)) fates.fill('signature', at, last + 1);
  }
};

const spansOf = (lines: readonly string[], fates: readonly Fate[]): QuotationSpan[] => {
  const spans: QuotationSpan[] = [];
  let start = 0;
  for (let at = 0; at < lines.length; at += 1) {
    const end = start + (lines[at] ?? '').length + (at + 1 < lines.length ? 1 : 0);
    const kind = fates[at] ?? 'own';
    const open = spans.at(-1);
    if (kind !== 'own') {
      if (open?.kind === kind && open.end === start) spans[spans.length - 1] = { kind, start: open.start, end };
      else spans.push({ kind, start, end });
    }
    start = end;
  }
  return spans;
};

/**
 * What the writer of a mail wrote now: quoted replies, copied headers, forwarded originals, signatures after a delimiter and lines of
 * mail programs are left out; answers between quoted lines stay. Where nothing of one's own is left (a bare forward), all of it stays.
 * Linear in the length of the text. Line ends must be LF.
 */
export const stripQuotation = (text: string): StrippedText => {
  const lines = text.split('\n');
  const fates = Array.from<Fate>({ length: lines.length }).fill('own');
  markQuotations(lines, fates);
  markSignature(lines, fates);
  const own = lines
    .filter((_, at) => fates[at] === 'own')
    .join('\n')
    .trim();
  if (own === '') return { text: text.trim(), removed: [] };
  return { text: own, removed: spansOf(lines, fates) };
};
