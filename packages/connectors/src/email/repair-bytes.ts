import { isAscii } from 'node:buffer';
import { asBuffer } from '../reading/bytes.ts';
import { compactBody } from './compact-body.ts';
import { repairCharset } from './repair-charset.ts';
import { needsRepair, repairHeaders } from './repair-headers.ts';

/** A part as places in the mail's Latin-1 text: its header block [start, blank), its body [body, end). */
interface Part {
  readonly start: number;
  readonly blank: number;
  readonly body: number;
  readonly end: number;
}

const blankLine = /\r?\n\r?\n/g;
const delimiter = /(?:^|\n)--([^\r\n]{1,200})/g;
const boundary = /boundary\s*=\s*(?:"([^"\r\n]+)"|([^\s;"]+))/gi;

const partAt = (raw: string, start: number, end: number): Part => {
  // A part without header fields starts with its blank line.
  const bare = /^\r?\n/.exec(raw.slice(start, start + 2));
  if (bare !== null) return { start, blank: start, body: start + bare[0].length, end };
  blankLine.lastIndex = start;
  const found = blankLine.exec(raw);
  return found === null || found.index >= end
    ? { start, blank: end, body: end, end }
    : { start, blank: found.index, body: blankLine.lastIndex, end };
};

/** Number of delimiter lines of the boundaries that a mail declares. */
const partStarts = (raw: string): readonly (readonly [number, number])[] => {
  const names = new Set([...raw.matchAll(boundary)].map(([, quoted, bare]) => (quoted ?? bare ?? '').trim()));
  if (names.size === 0) return [];
  const starts: [number, number][] = [];
  for (const match of raw.matchAll(delimiter)) {
    const line = (match[1] ?? '').trimEnd();
    const isPart = names.has(line);
    if (!isPart && !(line.endsWith('--') && names.has(line.slice(0, -2)))) continue;
    const lineEnd = raw.indexOf('\n', match.index + 1);
    starts.push([match.index, isPart && lineEnd >= 0 ? lineEnd + 1 : -1]);
  }
  return starts;
};

const partsOf = (raw: string): readonly Part[] => {
  const starts = partStarts(raw);
  const parts = [partAt(raw, 0, starts[0]?.[0] ?? raw.length)];
  starts.forEach(([, first], index) => {
    if (first >= 0) parts.push(partAt(raw, first, Math.max(starts[index + 1]?.[0] ?? raw.length, first)));
  });
  return parts;
};

/**
 * The repairs that no MIME parser makes, on the bytes before it sees them: raw 8-bit header fields in GB 18030, Big5 or Windows-1252,
 * UTF-7 words, charsets that are unknown, absent or plainly wrong. Sound mail comes back as it was.
 */
export const repairBytes = (bytes: Uint8Array): { readonly bytes: Uint8Array; readonly parts: number } => {
  const raw = asBuffer(bytes).toString('latin1');
  const parts = partsOf(raw);
  const ascii = isAscii(bytes);
  const edits: string[] = [];
  let from = 0;
  for (const part of parts) {
    const block = raw.slice(part.start, part.blank);
    const multipart = /^content-type:\s*multipart\//im.test(block);
    const labelled = multipart ? block : repairCharset(block, raw.slice(part.body, part.end));
    const mended = !ascii || /=\?[^?\s]*utf-?7\?/i.test(labelled) ? (needsRepair(labelled) ? repairHeaders(labelled) : labelled) : labelled;
    const compact = multipart ? null : compactBody(mended, raw.slice(part.body, part.end), part.start > 0);
    const head = compact?.block ?? mended;
    if (head === block) continue;
    edits.push(raw.slice(from, part.start), head);
    // A field put before a part that had none needs the blank line's own line end.
    if (block === '' && !head.endsWith('\n')) edits.push('\r\n');
    from = part.blank;
    if (compact !== null) {
      edits.push(raw.slice(part.blank, part.body), compact.body);
      from = part.end;
    }
  }
  if (edits.length === 0) return { bytes, parts: parts.length };
  edits.push(raw.slice(from));
  return { bytes: Buffer.from(edits.join(''), 'latin1'), parts: parts.length };
};
