import type { FeedbackDocument, Query, Scalar } from '@earshot/model';

/** Values under a document path; lists are walked into. */
export const valuesAt = (value: unknown, path: string): readonly unknown[] => {
  const walk = (from: unknown, names: readonly string[]): readonly unknown[] => {
    if (Array.isArray(from)) return from.flatMap((item) => walk(item, names));
    const [name, ...rest] = names;
    if (name === undefined) return from === undefined ? [] : [from];
    return typeof from === 'object' && from !== null ? walk((from as Record<string, unknown>)[name], rest) : [];
  };
  return walk(value, path.split('.'));
};

const inside = (value: unknown, bound: Scalar | undefined, test: (a: never, b: never) => boolean): boolean =>
  bound === undefined || (typeof value === typeof bound && test(value as never, bound as never));

/** Whether the document meets the query; the plain meaning of the tree, without an index. */
export const meets = (document: FeedbackDocument, query: Query, inner: unknown = document, prefix = ''): boolean => {
  const at = (field: string): readonly unknown[] => valuesAt(inner, field.startsWith(prefix) ? field.slice(prefix.length) : field);
  const prose = `${document.title ?? ''} ${document.text}`.toLowerCase();
  switch (query.op) {
    case 'all':
      return true;
    case 'and':
      return query.clauses.every((clause) => meets(document, clause, inner, prefix));
    case 'or':
      return query.clauses.some((clause) => meets(document, clause, inner, prefix));
    case 'not':
      return !meets(document, query.clause, inner, prefix);
    case 'words':
      return query.text.split(' ').every((word) => prose.includes(word.toLowerCase()));
    case 'phrase':
      return prose.includes(query.text.toLowerCase());
    case 'term':
      return at(query.field).includes(query.value);
    case 'prefix':
      return at(query.field).some((value) => String(value).startsWith(query.value));
    case 'range':
      return at(query.field).some(
        (value) =>
          inside(value, query.gte, (a, b) => a >= b) &&
          inside(value, query.gt, (a, b) => a > b) &&
          inside(value, query.lte, (a, b) => a <= b) &&
          inside(value, query.lt, (a, b) => a < b),
      );
    case 'exists':
      return at(query.field).length > 0;
    default:
      return valuesAt(document, query.path).some((element) => meets(document, query.clause, element, `${query.path}.`));
  }
};

/** Searched words of the tree, for highlights. */
export const wordsOf = (query: Query): readonly string[] => {
  if (query.op === 'and' || query.op === 'or') return query.clauses.flatMap(wordsOf);
  if (query.op === 'words') return query.text.split(' ');
  return query.op === 'phrase' ? [query.text] : [];
};
