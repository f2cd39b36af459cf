import type { Span } from '../records.ts';

const breaks = /[^\n]/g;

/**
 * The folded text with everything outside the focus turned into line feeds: same length, so offsets hold, and nothing of an agent's words
 * is read as the customer's. `limit` bounds the work on endless texts.
 */
export const focusView = (folded: string, focus: readonly Span[], limit: number): string => {
  const [first] = focus;
  if (focus.length === 1 && first !== undefined && first.start <= 0 && first.end >= folded.length) return folded.slice(0, limit);
  let view = '';
  let at = 0;
  for (const { start, end } of focus) {
    if (start < at || end <= start || start >= folded.length) continue;
    view += folded.slice(at, start).replace(breaks, '\n');
    view += folded.slice(start, end);
    at = Math.min(end, folded.length);
    if (at >= limit) break;
  }
  return view.slice(0, limit);
};
