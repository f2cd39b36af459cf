import type { Fault } from '../faults.ts';
import { matchAll, normaliseQuery } from './normalise-query.ts';
import { readQuery, type Scope } from './parse-boolean.ts';
import { readFieldValue, readPeriod } from './parse-field.ts';
import { QueryReader, QueryStop } from './query-reader.ts';
import { nearestFields, periodNames, resolveField } from './searchable-field.ts';
import type { Query } from './tree.ts';

const queryLength = 8192;

export type ParsedQuery =
  | { readonly tag: 'query'; readonly query: Query }
  /** `position` counts UTF-16 code units from 0; `expected` says what could have stood there. */
  | { readonly tag: 'fault'; readonly fault: Fault; readonly position: number; readonly expected: string };

const operators = new Set(['AND', 'OR', 'NOT']);

const namedClause = (scope: Scope, name: string, start: number): Query => {
  const { within } = scope;
  const period = within === undefined && Object.hasOwn(periodNames, name) ? periodNames[name] : undefined;
  if (period !== undefined) return readPeriod(scope, period);
  const field = resolveField(name, within);
  if (field !== undefined && (within === undefined || field.nestedIn === within)) return readFieldValue(scope, field);
  const near = nearestFields(name, within).join(', ');
  throw new QueryStop('err:query:client:unknown-field', start, `a field such as ${near}`, `unknown field ${name.slice(0, 64)}`);
};

const phrase = ({ reader }: Scope): Query => {
  const start = reader.at;
  const text = reader.quoted();
  if (text.trim() !== '') return { op: 'phrase', text };
  throw new QueryStop('err:query:client:syntax', start + 1, 'words between the quotes', 'empty phrase');
};

/** A phrase, a field with its value, or a word. */
const clause = (scope: Scope): Query => {
  const { reader, within } = scope;
  const start = reader.at;
  const name = reader.fieldName();
  if (name !== undefined) return namedClause(scope, name, start);
  if (within === undefined && reader.atQuote) return phrase(scope);
  const word = reader.word();
  if (word.plain && word.value === '*') return matchAll;
  if (within === undefined && word.value.trim() !== '' && !(word.plain && operators.has(word.value))) {
    return { op: 'words', text: word.value };
  }
  reader.at = start;
  throw reader.stop(within === undefined ? 'a word, a phrase or a field' : `a field of ${within}, such as ${within}:(name:value)`);
};

/**
 * Parses the query language of docs/query.md. Total: a text that does not parse gives a fault. O(length).
 * @param context `now` in milliseconds since the Unix epoch, for `now-7d`
 */
export const parseQuery = (text: string, context: { readonly now: number }): ParsedQuery => {
  try {
    if (text.length > queryLength) {
      throw new QueryStop('err:query:client:syntax', queryLength, `at most ${queryLength} characters`, 'too long a query');
    }
    const query = readQuery({ reader: new QueryReader(text), now: context.now, depth: 0, clause });
    return { tag: 'query', query: normaliseQuery(query) };
  } catch (error) {
    if (!(error instanceof QueryStop)) throw error;
    return { tag: 'fault', fault: error.fault, position: error.position, expected: error.expected };
  }
};
