import { group, type Scope } from './parse-boolean.ts';
import { QueryStop } from './query-reader.ts';
import { type Bounds, type Comparison, expectedValue, readBound, readTerm } from './read-value.ts';
import { resolveField, type SearchableField } from './searchable-field.ts';
import type { Query } from './tree.ts';

const unreadable = (field: SearchableField, at: number): QueryStop =>
  new QueryStop('err:query:client:syntax', at, expectedValue(field), `no value of ${field.path}`);

/** A value as written, quoted or not; `more` ends it too. */
const rawValue = ({ reader }: Scope, field: SearchableField, more = ''): string => {
  if (reader.atQuote) return reader.quoted();
  const { value } = reader.word(more);
  if (value === '') throw reader.stop(expectedValue(field));
  return value;
};

const bound = (scope: Scope, field: SearchableField, comparison: Comparison, more = ''): Bounds => {
  const { reader } = scope;
  reader.skipSpace();
  const start = reader.at;
  const value = rawValue(scope, field, more);
  if (more !== '' && value === '*' && reader.text[start] === '*') return {};
  const bounds = readBound(field, comparison, value, scope.now);
  if (bounds === undefined) throw unreadable(field, start);
  return bounds;
};

const interval = (scope: Scope, field: SearchableField): Query => {
  const { reader } = scope;
  const from = bound(scope, field, reader.take('[') || !reader.take('{') ? 'gte' : 'gt', ']}');
  reader.skipSpace();
  if (!reader.takeOperator('TO')) throw reader.stop('TO between the ends of the range');
  reader.skipSpace();
  const start = reader.at;
  // The closing bracket, which stands behind the value, says how the value counts.
  rawValue(scope, field, ']}');
  reader.skipSpace();
  const inclusive = reader.here === ']';
  if (!inclusive && reader.here !== '}') throw reader.stop('] or } behind the range');
  reader.at = start;
  const to = bound(scope, field, inclusive ? 'lte' : 'lt', ']}');
  reader.skipSpace();
  reader.take(']}');
  return { op: 'range', field: field.path, ...from, ...to };
};

const comparisonHere = ({ reader }: Scope): Comparison | undefined => {
  if (reader.take('>')) return reader.take('=') ? 'gte' : 'gt';
  if (reader.take('<')) return reader.take('=') ? 'lte' : 'lt';
  return undefined;
};

const onlyExists = new Set(['text', 'tokens', 'nested', 'object', 'flattened']);

const plainValue = (scope: Scope, field: SearchableField): Query => {
  const { reader, now } = scope;
  const start = reader.at;
  const quoted = reader.atQuote;
  const word = quoted ? { value: reader.quoted(), plain: false, star: false } : reader.word();
  if (word.plain && word.value === '*') return { op: 'exists', field: field.path };
  if (!quoted && word.value === '') throw reader.stop(expectedValue(field));
  if (onlyExists.has(field.type)) throw unreadable(field, start);
  if (word.star) {
    if (field.type === 'keyword') return { op: 'prefix', field: field.path, value: word.value.slice(0, -1) };
    throw unreadable(field, start);
  }
  const query = readTerm(field, word.value, now);
  if (query === undefined) throw unreadable(field, start);
  return query;
};

/** One value, range or comparison of the field, inside its nested object where it has one. */
const oneValue = (scope: Scope, field: SearchableField): Query => {
  const { reader, within } = scope;
  const start = reader.at;
  const comparison = comparisonHere(scope);
  const ranged = comparison !== undefined || reader.here === '[' || reader.here === '{';
  if (ranged && onlyExists.has(field.type)) throw unreadable(field, start);
  const query = ((): Query => {
    if (comparison !== undefined) return { op: 'range', field: field.path, ...bound(scope, field, comparison) };
    return ranged ? interval(scope, field) : plainValue(scope, field);
  })();
  return field.nestedIn === undefined || field.nestedIn === within ? query : { op: 'nested', path: field.nestedIn, clause: query };
};

/** What stands behind `field:`: a value, a range, or a group of them. */
export const readFieldValue = (scope: Scope, field: SearchableField): Query => {
  const { reader } = scope;
  reader.skipSpace();
  if (reader.atEnd) throw reader.stop(expectedValue(field));
  if (!reader.take('(（')) return oneValue(scope, field);
  if (field.type === 'nested') {
    return { op: 'nested', path: field.path, clause: group({ ...scope, within: field.path }, scope.clause) };
  }
  return group(scope, (inner) => oneValue(inner, field));
};

/** What stands behind `after:` or `before:`: from the moment on, or up to it. */
export const readPeriod = (scope: Scope, name: 'after' | 'before'): Query => {
  const field = resolveField('@timestamp');
  if (field === undefined) throw new TypeError('documents have no @timestamp');
  return { op: 'range', field: field.path, ...bound(scope, field, name === 'after' ? 'gte' : 'lt') };
};
