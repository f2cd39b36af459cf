import { readDate } from './read-date.ts';
import type { SearchableField } from './searchable-field.ts';
import type { Query, Scalar } from './tree.ts';

export type Comparison = 'gte' | 'gt' | 'lte' | 'lt';
export type Bounds = { readonly [C in Comparison]?: Scalar };

const numeral = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

const iso = (at: number): string => new Date(at).toISOString();

const readNumber = (text: string): number | undefined => {
  const value = numeral.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) return undefined;
  return value === 0 ? 0 : value;
};

const isNumber = (type: SearchableField['type']): boolean => type === 'long' || type === 'integer' || type === 'float';

/** What may stand as a value of the field, for messages. */
export const expectedValue = ({ path, type, values }: SearchableField): string => {
  if (values !== undefined) return `one of ${values.join(', ')}`;
  if (type === 'boolean') return 'true or false';
  if (type === 'date') return 'a date such as 2026-11-24, 2026-11-24T08:00:00Z or now-7d';
  if (isNumber(type)) return 'a number';
  if (type === 'text' || type === 'tokens') return `words without a field name, or ${path}:* (${path} is searched by bare words)`;
  if (type === 'nested') return `${path}:( ... ) or ${path}:*`;
  if (type === 'object' || type === 'flattened') return `a field below ${path}, or ${path}:*`;
  return 'a value';
};

/** A single value in the type of the field; undefined where it has none. Dates are read by `readTerm` and `readBound`. */
const readScalar = ({ type, values }: SearchableField, text: string): Scalar | undefined => {
  if (type === 'boolean') {
    const lower = text.toLowerCase();
    if (lower === 'true' || lower === 'yes') return true;
    return lower === 'false' || lower === 'no' ? false : undefined;
  }
  if (isNumber(type)) return readNumber(text);
  if (type !== 'keyword') return undefined;
  if (values === undefined || values.includes(text)) return text;
  const lower = text.toLowerCase();
  return values.includes(lower) ? lower : undefined;
};

/** `field:value`: a date without a time means the whole day, month or year. */
export const readTerm = (field: SearchableField, text: string, now: number): Query | undefined => {
  if (field.type === 'date') {
    const date = readDate(text, now);
    if (date === undefined) return undefined;
    return date.tag === 'instant'
      ? { op: 'term', field: field.path, value: iso(date.at) }
      : { op: 'range', field: field.path, gte: iso(date.from), lt: iso(date.to) };
  }
  const value = readScalar(field, text);
  return value === undefined ? undefined : { op: 'term', field: field.path, value };
};

/** One end of a range. A day counts as a whole: after it means from the next midnight on. */
export const readBound = (field: SearchableField, comparison: Comparison, text: string, now: number): Bounds | undefined => {
  if (field.type === 'date') {
    const date = readDate(text, now);
    if (date === undefined) return undefined;
    if (date.tag === 'instant') return { [comparison]: iso(date.at) };
    if (comparison === 'gte') return { gte: iso(date.from) };
    if (comparison === 'gt') return { gte: iso(date.to) };
    return { lt: iso(comparison === 'lt' ? date.from : date.to) };
  }
  if (field.type === 'boolean') return undefined;
  const value = field.type === 'keyword' ? text : readScalar(field, text);
  return value === undefined ? undefined : { [comparison]: value };
};
