import { matchAll } from './normalise-query.ts';
import { type QueryReader, QueryStop } from './query-reader.ts';
import type { Query } from './tree.ts';

const queryDepth = 32;

/** Reads one condition that is neither an operator nor a parenthesis. */
export type Primary = (scope: Scope) => Query;

/** What surrounds a condition. */
export interface Scope {
  readonly reader: QueryReader;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly depth: number;
  /** Nested field around it. */
  readonly within?: string;
  /** A condition in full: field, phrase or word. */
  readonly clause: Primary;
}

const deeper = (scope: Scope): Scope => {
  if (scope.depth >= queryDepth) {
    throw new QueryStop('err:query:client:syntax', scope.reader.at, `at most ${queryDepth} levels`, 'too many levels');
  }
  return { ...scope, depth: scope.depth + 1 };
};

/** A sign that belongs to the word behind it. */
const takeSign = (reader: QueryReader, sign: string): boolean => {
  const next = reader.text[reader.at + 1];
  return next !== undefined && !/\s/.test(next) && reader.take(sign);
};

const unary = (scope: Scope, primary: Primary): Query => {
  const { reader } = scope;
  reader.skipSpace();
  if (reader.takeOperator('NOT') || takeSign(reader, '-')) return { op: 'not', clause: unary(deeper(scope), primary) };
  if (takeSign(reader, '+')) return unary(deeper(scope), primary);
  return reader.take('(（') ? group(scope, primary) : primary(scope);
};

const only = (op: 'and' | 'or', clauses: readonly Query[]): Query => {
  const [first] = clauses;
  return first === undefined || clauses.length > 1 ? { op, clauses } : first;
};

const conjunction = (scope: Scope, primary: Primary): Query => {
  const { reader } = scope;
  const clauses = [unary(scope, primary)];
  for (;;) {
    reader.skipSpace();
    if (reader.atEnd || ')）'.includes(reader.here) || reader.seesOperator('OR')) return only('and', clauses);
    reader.takeOperator('AND');
    clauses.push(unary(scope, primary));
  }
};

const disjunction = (scope: Scope, primary: Primary): Query => {
  const clauses = [conjunction(scope, primary)];
  while (scope.reader.takeOperator('OR')) clauses.push(conjunction(scope, primary));
  return only('or', clauses);
};

/** The conditions up to the closing parenthesis; the opening one is taken. */
export const group = (scope: Scope, primary: Primary): Query => {
  const query = disjunction(deeper(scope), primary);
  if (!scope.reader.take(')）')) throw scope.reader.stop('a closing parenthesis');
  return query;
};

/** A whole query: NOT binds tighter than AND (also unwritten), AND tighter than OR. */
export const readQuery = (scope: Scope): Query => {
  const { reader } = scope;
  reader.skipSpace();
  if (reader.atEnd) return matchAll;
  const query = disjunction(scope, scope.clause);
  if (!reader.atEnd) throw reader.stop('the end of the query');
  return query;
};
