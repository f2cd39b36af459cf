import { normaliseQuery } from './normalise-query.ts';
import type { Query, Scalar } from './tree.ts';

type Range = Query & { op: 'range' };

const reserved = new Set(['AND', 'OR', 'NOT', 'TO']);
const safeValue = /^[\p{L}\p{N}_][\p{L}\p{N}_.@/:-]*$/u;
const quoteSpecial = /["\\]/g;
const wordSpecial = /[\\()（）"“”「」:：]|^[-+*]/g;
const valueSpecial = /[^\p{L}\p{N}_.@/-]/gu;
const nameSpecial = /[\s\\()（）"“”「」:：]/g;

const quoted = (text: string): string => `"${text.replace(quoteSpecial, '\\$&')}"`;

const printValue = (value: Scalar): string => {
  if (typeof value !== 'string') return `${value}`;
  return safeValue.test(value) && !reserved.has(value) ? value : quoted(value);
};

const printWord = (word: string): string => (reserved.has(word) ? `\\${word}` : word.replace(wordSpecial, '\\$&'));

const printName = (field: string, within: string | undefined): string => {
  const name = within !== undefined && field.startsWith(`${within}.`) ? field.slice(within.length + 1) : field;
  return name.replace(nameSpecial, '\\$&');
};

const printRange = ({ gte, gt, lte, lt }: Range): string => {
  const from = gte ?? gt;
  const to = lte ?? lt;
  if (to === undefined && from !== undefined) return `${gte === undefined ? '>' : '>='}${printValue(from)}`;
  if (from === undefined && to !== undefined) return `${lte === undefined ? '<' : '<='}${printValue(to)}`;
  const open = gte === undefined ? '{' : '[';
  return `${open}${from === undefined ? '*' : printValue(from)} TO ${to === undefined ? '*' : printValue(to)}${lte === undefined ? '}' : ']'}`;
};

/** How tightly the printed form holds together: 3 a single condition, 2 not, 1 and, 0 or. */
const strength = (query: Query): number => {
  if (query.op === 'or') return 0;
  if (query.op === 'and' || (query.op === 'words' && query.text.includes(' '))) return 1;
  return query.op === 'not' ? 2 : 3;
};

const print = (query: Query, least: number, within: string | undefined): string => {
  const text = printBare(query, within);
  return strength(query) < least ? `(${text})` : text;
};

const printBare = (query: Query, within: string | undefined): string => {
  switch (query.op) {
    case 'all':
      return '*';
    case 'and':
      return query.clauses.map((clause) => print(clause, 1, within)).join(' ');
    case 'or':
      return query.clauses.map((clause) => print(clause, 1, within)).join(' OR ');
    case 'not':
      return `NOT ${print(query.clause, 2, within)}`;
    case 'words':
      return query.text.split(' ').map(printWord).join(' ');
    case 'phrase':
      return quoted(query.text);
    case 'term':
      return `${printName(query.field, within)}:${printValue(query.value)}`;
    case 'prefix':
      return `${printName(query.field, within)}:${query.value.replace(valueSpecial, '\\$&')}*`;
    case 'range':
      return `${printName(query.field, within)}:${printRange(query)}`;
    case 'exists':
      return `${printName(query.field, within)}:*`;
    default:
      return `${printName(query.path, within)}:(${printBare(query.clause, query.path)})`;
  }
};

/** The query in the query language: `parseQuery` reads the same condition from it, in the form of `normaliseQuery`. */
export const printQuery = (query: Query): string => printBare(normaliseQuery(query), undefined);
