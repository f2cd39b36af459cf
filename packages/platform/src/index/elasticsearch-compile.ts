import { fieldAt, type Query } from '@earshot/model';
import { both, elementDsl, leafDsl, nestedIn } from './elasticsearch-leaf.ts';
import { allOf, anyOf, type Dsl, matchAll, matchNone, phraseDsl, wordsDsl } from './elasticsearch-match.ts';
import type { QueryAnalyser } from './port.ts';

type Nested = Extract<Query, { readonly op: 'nested' }>;

const negated = (query: Dsl): Dsl => ({ bool: { must_not: [query] } });

/** Conditions on the document that stand inside a nested one; each doubles the query, so only a few may. */
const outsideLimit = 6;

/** First condition inside a nested one that is on the document and not on the element. */
const outsideOf = (query: Query, path: string): Query | undefined => {
  switch (query.op) {
    case 'and':
    case 'or':
      for (const clause of query.clauses) {
        const found = outsideOf(clause, path);
        if (found !== undefined) return found;
      }
      return undefined;
    case 'not':
      return outsideOf(query.clause, path);
    case 'words':
    case 'phrase':
      throw new TypeError(`words cannot be searched inside ${path}`);
    case 'nested':
      return query.path === path ? outsideOf(query.clause, path) : query;
    case 'all':
      return undefined;
    default:
      return fieldAt(query.field)?.nestedIn === path ? undefined : query;
  }
};

const always: Query = { op: 'all' };
const never: Query = { op: 'not', clause: always };

const replaced = (query: Query, sought: Query, by: Query): Query => {
  if (query === sought) return by;
  if (query.op === 'and' || query.op === 'or')
    return { op: query.op, clauses: query.clauses.map((clause) => replaced(clause, sought, by)) };
  if (query.op === 'not') return { op: 'not', clause: replaced(query.clause, sought, by) };
  return query.op === 'nested' ? { ...query, clause: replaced(query.clause, sought, by) } : query;
};

const elementCondition = (query: Query, path: string): Dsl => {
  switch (query.op) {
    case 'all':
      return matchAll;
    case 'and':
      return allOf(query.clauses.map((clause) => elementCondition(clause, path)));
    case 'or':
      return anyOf(query.clauses.map((clause) => elementCondition(clause, path)));
    case 'not':
      return negated(elementCondition(query.clause, path));
    case 'nested':
      return elementCondition(query.clause, path);
    case 'words':
    case 'phrase':
      throw new TypeError(`words cannot be searched inside ${path}`);
    default:
      return elementDsl(query, path) ?? matchNone;
  }
};

/**
 * An element's condition that also asks something of the document splits in two: the document meets that and some element the rest, or it
 * does not and some element meets what is left then.
 */
const nestedCondition = (query: Nested, analyser: QueryAnalyser, outside = 0): Dsl => {
  if (fieldAt(query.path)?.type !== 'nested') throw new TypeError(`${query.path} is no nested field`);
  const sought = outsideOf(query.clause, query.path);
  if (sought === undefined) return nestedIn(query.path, elementCondition(query.clause, query.path));
  if (outside >= outsideLimit) throw new TypeError(`more than ${outsideLimit} conditions inside ${query.path} are not on its fields`);
  const condition = compileElasticsearch(sought, analyser);
  const rest = (by: Query): Dsl => nestedCondition({ ...query, clause: replaced(query.clause, sought, by) }, analyser, outside + 1);
  return anyOf([both(condition, rest(always)), both(negated(condition), rest(never))]);
};

/** The query as a filter of documents. @throws TypeError for a path that documents do not have */
export const compileElasticsearch = (query: Query, analyser: QueryAnalyser): Dsl => {
  switch (query.op) {
    case 'all':
      return matchAll;
    case 'and':
      return allOf(query.clauses.map((clause) => compileElasticsearch(clause, analyser)));
    case 'or':
      return anyOf(query.clauses.map((clause) => compileElasticsearch(clause, analyser)));
    case 'not':
      return negated(compileElasticsearch(query.clause, analyser));
    case 'words':
      return wordsDsl(query.text, analyser);
    case 'phrase':
      return phraseDsl(query.text, analyser);
    case 'nested':
      return nestedCondition(query, analyser);
    default:
      return leafDsl(query);
  }
};
