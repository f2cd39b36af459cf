import { fieldAt, type Query, type Scalar, type SearchableField } from '@earshot/model';
import { allOf, anyOf, type Dsl, matchNone } from './elasticsearch-match.ts';

export type Leaf = Extract<Query, { readonly op: 'term' | 'prefix' | 'range' | 'exists' }>;
type Range = Extract<Query, { readonly op: 'range' }>;

const unsearchable = new Set(['text', 'tokens', 'object', 'nested', 'flattened']);
const label = 'labels.';

/** @throws TypeError for a path that documents do not have */
export const fieldOf = (path: string): SearchableField => {
  const field = fieldAt(path);
  if (field === undefined) throw new TypeError(`documents have no field ${path}`);
  return field;
};

const moment = (value: Scalar): number | undefined => {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
};

/** The value as the field holds it; undefined where no value of the field can equal it. */
const storedValue = ({ type }: SearchableField, value: Scalar): Scalar | undefined => {
  if (type === 'date') return moment(value);
  const wanted = type === 'boolean' ? 'boolean' : type === 'keyword' ? 'string' : 'number';
  return typeof value === wanted && !(typeof value === 'number' && !Number.isFinite(value)) ? value : undefined;
};

// Java's long; a bound beyond it cuts nothing off, or everything.
const widest = 2 ** 63 - 1024;
const clamped = (value: Scalar): Scalar => (typeof value === 'number' ? Math.max(-widest, Math.min(widest, value)) : value);

const bounds = ['gte', 'gt', 'lte', 'lt'] as const;

const rangeDsl = (query: Range, field: SearchableField): Dsl => {
  const limits: Record<string, Scalar> = {};
  for (const bound of bounds) {
    const given = query[bound];
    if (given === undefined) continue;
    const value = storedValue(field, given);
    if (value === undefined) return matchNone;
    limits[bound] = field.type === 'integer' || field.type === 'long' ? clamped(value) : value;
  }
  if (Object.keys(limits).length === 0) return { exists: { field: query.field } };
  if (field.type === 'date') limits['format'] = 'epoch_millis';
  return { range: { [query.field]: limits } };
};

// The keys of labels share one field of the server, where a range needs both its ends.
const labelRange = (query: Range, field: SearchableField): Dsl => {
  const open = query.gte === undefined && query.gt === undefined;
  const endless = query.lte === undefined && query.lt === undefined;
  const last = '\u{10ffff}'.repeat(8);
  return rangeDsl({ ...query, ...(open ? { gte: '' } : {}), ...(endless ? { lte: last } : {}) }, field);
};

const labelDsl = (query: Leaf, field: SearchableField): Dsl => {
  // No label that the server takes has a NUL in its name: it parts names from values there.
  if (query.field.includes('\0')) return matchNone;
  if (query.op === 'range') return labelRange(query, field);
  // `exists` would read the name as a pattern.
  return query.op === 'exists' ? { prefix: { [query.field]: '' } } : valueDsl(query, field);
};

const termDsl = (path: string, value: Scalar, field: SearchableField): Dsl => {
  const stored = storedValue(field, value);
  if (stored === undefined) return matchNone;
  if (field.type === 'date') return { range: { [path]: { gte: stored, lte: stored, format: 'epoch_millis' } } };
  const whole = field.type === 'integer' || field.type === 'long';
  if (whole && !(Number.isInteger(stored) && Math.abs(Number(stored)) < widest)) return matchNone;
  return { term: { [path]: { value: stored } } };
};

/** The condition of a leaf on the values of its field, where the query stands. */
export const valueDsl = (query: Leaf, field: SearchableField): Dsl => {
  switch (query.op) {
    case 'exists':
      return { exists: { field: query.field } };
    case 'term':
      return termDsl(query.field, query.value, field);
    case 'prefix':
      return field.type === 'keyword' ? { prefix: { [query.field]: query.value } } : matchNone;
    default:
      return rangeDsl(query, field);
  }
};

const nestedDsl = (path: string, query: Dsl): Dsl => ({ nested: { path, query, score_mode: 'none' } });

/** The condition of a leaf on a document. */
export const leafDsl = (query: Leaf): Dsl => {
  const field = fieldOf(query.field);
  const within = (dsl: Dsl): Dsl => (field.nestedIn === undefined ? dsl : nestedDsl(field.nestedIn, dsl));
  if (query.op === 'exists') {
    if (field.type === 'nested') return nestedDsl(field.path, { match_all: {} });
    // A value too long to be searched for is there all the same.
    const there = { exists: { field: query.field } };
    if (field.type === 'keyword' && field.values === undefined && field.nestedIn === undefined && !query.field.startsWith(label)) {
      return anyOf([there, { term: { _ignored: query.field } }]);
    }
    return query.field.startsWith(label) ? labelDsl(query, field) : within(there);
  }
  if (unsearchable.has(field.type)) return matchNone;
  return query.field.startsWith(label) ? labelDsl(query, field) : within(valueDsl(query, field));
};

/** The condition of a leaf on one element of a nested object; undefined where its field is not the element's. */
export const elementDsl = (query: Leaf, path: string): Dsl | undefined => {
  const field = fieldOf(query.field);
  if (field.nestedIn !== path) return undefined;
  if (query.op !== 'exists' && unsearchable.has(field.type)) return matchNone;
  return valueDsl(query, field);
};

export const nestedIn = (path: string, query: Dsl): Dsl => nestedDsl(path, query);
export const both = (...parts: readonly Dsl[]): Dsl => allOf(parts);
