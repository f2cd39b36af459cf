import type { Query } from './tree.ts';
import { fieldAliases, fieldAt } from './searchable-field.ts';

export const matchAll: Query = { op: 'all' };
const matchNone: Query = { op: 'not', clause: matchAll };

const spaces = /\s+/g;

const flattened = (op: 'and' | 'or', clauses: readonly Query[]): Query[] =>
  clauses.flatMap((clause) => {
    const plain = normaliseQuery(clause);
    return plain.op === op ? [...plain.clauses] : [plain];
  });

const mergeWords = (clauses: readonly Query[]): Query[] => {
  const merged: Query[] = [];
  for (const clause of clauses) {
    const last = merged.at(-1);
    if (clause.op === 'words' && last?.op === 'words') merged[merged.length - 1] = { op: 'words', text: `${last.text} ${clause.text}` };
    else merged.push(clause);
  }
  return merged;
};

const joined = (op: 'and' | 'or', clauses: readonly Query[], empty: Query): Query => {
  const [first] = clauses;
  if (first === undefined) return empty;
  return clauses.length === 1 ? first : { op, clauses };
};

/** An object exists where its main field does: the fields that have a short name of the object's own are required in it. */
const existing = (field: string): Query => {
  const type = fieldAt(field)?.type;
  const main = type === 'object' && Object.hasOwn(fieldAliases, field) ? fieldAliases[field] : undefined;
  return { op: 'exists', field: main ?? field };
};

const unbounded = (query: Query & { op: 'range' }): boolean =>
  query.gte === undefined && query.gt === undefined && query.lte === undefined && query.lt === undefined;

/** One form for equal conditions: flat `and` and `or`, neighbouring words in one node, no double negation. Idempotent. */
export const normaliseQuery = (query: Query): Query => {
  switch (query.op) {
    case 'and': {
      const clauses = flattened('and', query.clauses).filter(({ op }) => op !== 'all');
      return joined('and', mergeWords(clauses), matchAll);
    }
    case 'or':
      return joined('or', flattened('or', query.clauses), matchNone);
    case 'not': {
      const clause = normaliseQuery(query.clause);
      return clause.op === 'not' ? clause.clause : { op: 'not', clause };
    }
    case 'nested':
      return { op: 'nested', path: query.path, clause: normaliseQuery(query.clause) };
    case 'words':
      return { op: 'words', text: query.text.replace(spaces, ' ').trim() };
    case 'prefix':
      return query.value === '' ? existing(query.field) : query;
    case 'range':
      return unbounded(query) ? existing(query.field) : query;
    case 'exists':
      return existing(query.field);
    default:
      return query;
  }
};
