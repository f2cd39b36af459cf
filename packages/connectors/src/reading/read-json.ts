import { fault, type Fault } from '@earshot/model';
import { limits } from '../limits.ts';
import { scanJson } from './scan-json.ts';

export type JsonRead = { readonly tag: 'value'; readonly value: unknown } | { readonly tag: 'fault'; readonly fault: Fault };
export type JsonElements =
  | { readonly tag: 'elements'; readonly texts: readonly string[] }
  | { readonly tag: 'fault'; readonly fault: Fault };

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// Identifiers above 2^53 come as numbers from some sources; their own digits are kept as text.
const exact = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && !Number.isSafeInteger(value) && context?.source !== undefined && /^-?\d+$/.test(context.source)
    ? context.source
    : value;

// The engine quotes the input in its message: the detail carries the position only.
const positionOf = (error: unknown): string => /position \d+/.exec(String(error))?.[0] ?? 'unexpected end';

/** Strict RFC 8259, depth bounded before parsing, integers beyond 2^53 as their own digits. */
export const readJson = (text: string, path?: string): JsonRead => {
  const where = path === undefined ? {} : { path };
  const scan = scanJson(text);
  if (scan.tag === 'too-deep') {
    return { tag: 'fault', fault: fault('err:intake:client:too-deep', { ...where, detail: `position ${scan.at}` }) };
  }
  if (scan.tag === 'unbalanced') {
    return { tag: 'fault', fault: fault('err:intake:client:malformed-json', { ...where, detail: `position ${scan.at}` }) };
  }
  try {
    return { tag: 'value', value: scan.longDigits ? JSON.parse(text, exact) : JSON.parse(text) };
  } catch (error) {
    return { tag: 'fault', fault: fault('err:intake:client:malformed-json', { ...where, detail: positionOf(error) }) };
  }
};

/** The elements of a JSON array as their own texts, so that a broken one spoils no other. Null where the text is no array. */
export const splitArray = (text: string): JsonElements | null => {
  const scan = scanJson(text);
  if (scan.tag === 'balanced') {
    if (scan.elements === null) return null;
    if (scan.elements.length > limits.items) {
      return { tag: 'fault', fault: fault('err:intake:client:too-many-items', { detail: `limit ${limits.items}` }) };
    }
    return { tag: 'elements', texts: scan.elements.map(([start, end]) => text.slice(start, end).trim()) };
  }
  if (!/^\s*\[/.test(text)) return null;
  const code = scan.tag === 'too-deep' ? 'err:intake:client:too-deep' : 'err:intake:client:malformed-json';
  return { tag: 'fault', fault: fault(code, { detail: `position ${scan.at}` }) };
};
