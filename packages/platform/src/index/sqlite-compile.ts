import { fieldAt, type Query, type Scalar } from '@earshot/model';
import type { QueryAnalyser } from './port.ts';
import { elementsOf, type FieldPlace, jsonExists, labelValue, placeOfField, storedValue } from './sqlite-fields.ts';
import { matchOf, type Match } from './sqlite-match.ts';
import { balanced, literal } from './sqlite-sql.ts';

type Leaf = Extract<Query, { readonly op: 'term' | 'prefix' | 'range' | 'exists' }>;

interface Inside {
  readonly path: string;
  readonly value: (path: string) => string;
}

const never = '0';
const unsearchable = new Set(['text', 'tokens', 'object', 'nested', 'flattened']);

const comparisons = [
  ['gte', '>='],
  ['gt', '>'],
  ['lte', '<='],
  ['lt', '<'],
] as const;

/** The condition of a leaf on the expression that holds the value. */
const valueCondition = (query: Leaf, place: FieldPlace, value: string): string => {
  const stored = (given: Scalar): string | undefined => storedValue(place, given);
  switch (query.op) {
    case 'exists':
      return `${value} IS NOT NULL`;
    case 'term': {
      const wanted = stored(query.value);
      return wanted === undefined ? never : `${value} = ${wanted}`;
    }
    case 'prefix':
      return place.field.type === 'keyword' ? `substr(${value}, 1, ${Array.from(query.value).length}) = ${literal(query.value)}` : never;
    default: {
      const parts = comparisons.flatMap(([bound, sign]) => {
        const given = query[bound];
        const limit = given === undefined ? undefined : stored(given);
        return given === undefined ? [] : [limit === undefined ? never : `${value} ${sign} ${limit}`];
      });
      return parts.length === 0 ? `${value} IS NOT NULL` : `(${parts.join(' AND ')})`;
    }
  }
};

const elementCondition = (path: string, condition: (value: (path: string) => string) => string, table: boolean): string => {
  const source = elementsOf(path, 'e');
  return table
    ? `d.document IN (SELECT e.document FROM ${source.from} WHERE ${condition(source.value)})`
    : `EXISTS (SELECT 1 FROM ${source.from} WHERE ${condition(source.value)})`;
};

const leafCondition = (query: Leaf, inside: Inside | undefined): string => {
  const place = placeOfField(query.field);
  const { field } = place;
  if (inside !== undefined && field.nestedIn === inside.path) return valueCondition(query, place, inside.value(query.field));
  if (query.op === 'exists' && unsearchable.has(field.type)) {
    return place.tag === 'table' ? elementCondition(field.path, () => '1', true) : jsonExists(field.path);
  }
  if (unsearchable.has(field.type)) return never;
  if (place.tag === 'column') {
    // An id is looked up, not scanned for.
    if (field.path === 'id' && query.op === 'term' && typeof query.value === 'string') {
      return `d.document IN (SELECT v.document FROM versions v WHERE v.id = ${literal(query.value)})`;
    }
    return valueCondition(query, place, `d."${place.column.column}"`);
  }
  if (field.path.startsWith('labels.')) return valueCondition(query, place, labelValue(field.path));
  const list = field.nestedIn ?? field.path;
  return elementCondition(list, (value) => valueCondition(query, place, value(query.field)), place.tag === 'table');
};

const matchCondition = (match: Match): string =>
  match === null ? never : `d.document IN (SELECT s.rowid FROM search s WHERE s.search MATCH ${literal(match)})`;

/** Conditions on text alone go to FTS5 as one expression; all others become SQL. */
const clausesCondition = (query: Extract<Query, { op: 'and' | 'or' }>, analyser: QueryAnalyser, inside: Inside | undefined): string => {
  const texts: Query[] = [];
  const rest: string[] = [];
  for (const clause of query.clauses) {
    if (inside === undefined && matchOf(clause, analyser) !== undefined) texts.push(clause);
    else rest.push(condition(clause, analyser, inside));
  }
  const match = texts.length === 0 ? undefined : matchOf({ op: query.op, clauses: texts }, analyser);
  const parts = match === undefined ? rest : [matchCondition(match), ...rest];
  return query.op === 'and' ? balanced('AND', parts, '1') : balanced('OR', parts, never);
};

const condition = (query: Query, analyser: QueryAnalyser, inside: Inside | undefined): string => {
  switch (query.op) {
    case 'all':
      return '1';
    case 'and':
    case 'or':
      return clausesCondition(query, analyser, inside);
    case 'not':
      // An absent value makes the inner condition NULL, and its negation true.
      return `(${condition(query.clause, analyser, inside)}) IS NOT TRUE`;
    case 'words':
    case 'phrase':
      if (inside !== undefined) throw new TypeError(`words cannot be searched inside ${inside.path}`);
      return matchCondition(matchOf(query, analyser) ?? null);
    case 'nested': {
      if (fieldAt(query.path)?.type !== 'nested') throw new TypeError(`${query.path} is no nested field`);
      const { path, clause } = query;
      if (inside?.path === path) return condition(clause, analyser, inside);
      return elementCondition(path, (value) => condition(clause, analyser, { path, value }), placeOfField(path).tag === 'table');
    }
    default:
      return leafCondition(query, inside);
  }
};

/** The query as a condition on row `d` of `documents`. */
export const compileQuery = (query: Query, analyser: QueryAnalyser): string => condition(query, analyser, undefined);
