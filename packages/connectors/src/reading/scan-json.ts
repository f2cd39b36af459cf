import { limits } from '../limits.ts';

export type JsonScan =
  | { readonly tag: 'too-deep'; readonly at: number }
  | { readonly tag: 'unbalanced'; readonly at: number }
  | {
      readonly tag: 'balanced';
      /** Code units [start, end) of each element where the text is an array. */
      readonly elements: readonly (readonly [number, number])[] | null;
      /** A number of 16 digits or more stands outside strings: doubles may not hold it. */
      readonly longDigits: boolean;
    };

const quote = 0x22;
const backslash = 0x5c;
const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** Code unit behind a string that opens at `open`. */
const skipString = (text: string, open: number): number => {
  for (let i = open + 1; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === backslash) i += 1;
    else if (code === quote) return i + 1;
  }
  return -1;
};

/** One linear look at JSON text before it is parsed: depth, elements of a top array, long numbers. Checks no other grammar. */
export const scanJson = (text: string): JsonScan => {
  let depth = 0;
  let digits = 0;
  let longDigits = false;
  let first = 0;
  while (first < text.length && isSpace(text.charCodeAt(first))) first += 1;
  const elements: [number, number][] | null = text.charCodeAt(first) === 0x5b ? [] : null;
  let start = first + 1;
  let closed = -1;
  for (let i = first; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 0x30 && code <= 0x39) {
      digits += 1;
      if (digits === 16) longDigits = true;
      continue;
    }
    digits = 0;
    if (code === quote) {
      const behind = skipString(text, i);
      if (behind < 0) return { tag: 'unbalanced', at: i };
      i = behind - 1;
    } else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > limits.jsonDepth) return { tag: 'too-deep', at: i };
    } else if (code === 0x5d || code === 0x7d) {
      depth -= 1;
      if (depth < 0) return { tag: 'unbalanced', at: i };
      if (depth === 0 && elements !== null && closed < 0) {
        closed = i;
        if (code !== 0x5d) return { tag: 'unbalanced', at: i };
        if (elements.length > 0 || text.slice(start, i).trim() !== '') elements.push([start, i]);
      }
    } else if (code === 0x2c && depth === 1 && elements !== null) {
      elements.push([start, i]);
      start = i + 1;
    }
    if (closed >= 0 && i > closed && !isSpace(code)) return { tag: 'unbalanced', at: i };
  }
  return depth === 0 ? { tag: 'balanced', elements, longDigits } : { tag: 'unbalanced', at: text.length };
};
