import { fieldAt, type FeedbackDocument, type Query, type Scalar } from '@earshot/model';
import { spacedPieces } from './characters.ts';
import type { QueryAnalyser } from './port.ts';
import { type Needle, phraseNeedle, wordNeedles } from './query-words.ts';

type Leaf = Extract<Query, { readonly op: 'term' | 'prefix' | 'range' | 'exists' }>;

/** Every value under a path, lists unfolded. */
const valuesAt = (value: unknown, keys: readonly string[]): readonly unknown[] => {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((element) => valuesAt(element, keys));
  const [key, ...rest] = keys;
  return key === undefined ? [value] : valuesAt((value as Record<string, unknown>)[key], rest);
};

const keysOf = (field: string): readonly string[] =>
  field.startsWith('labels.') ? ['labels', field.slice('labels.'.length)] : field.split('.');

const compare = (a: Scalar, b: Scalar): number => {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b);
};

const meets = (query: Leaf, given: unknown): boolean => {
  if (query.op === 'exists') return typeof given !== 'object' || given === null || Object.keys(given).length > 0;
  if (typeof given === 'object') return false;
  const date = fieldAt(query.field)?.type === 'date';
  const plain = (value: unknown): Scalar => (date ? Date.parse(String(value)) : (value as Scalar));
  const value = plain(given);
  if (query.op === 'prefix') return typeof value === 'string' && value.startsWith(query.value);
  const same = (wanted: Scalar): boolean => typeof plain(wanted) === typeof value;
  if (query.op === 'term') return same(query.value) && compare(value, plain(query.value)) === 0;
  const holds = (bound: Scalar | undefined, test: (order: number) => boolean): boolean =>
    bound === undefined || (same(bound) && test(compare(value, plain(bound))));
  return (
    holds(query.gte, (order) => order >= 0) &&
    holds(query.gt, (order) => order > 0) &&
    holds(query.lte, (order) => order <= 0) &&
    holds(query.lt, (order) => order < 0)
  );
};

const holdsPhrase = (text: string | undefined, phrase: string, analyser: QueryAnalyser): boolean =>
  text !== undefined && ` ${spacedPieces(analyser.fold(text))} `.includes(` ${phrase} `);

const holdsNeedle = ({ tag, text }: Needle, document: FeedbackDocument, analyser: QueryAnalyser): boolean => {
  if (tag === 'phrase') return holdsPhrase(document.text, text, analyser) || holdsPhrase(document.title, text, analyser);
  return document.tokens.split(' ').includes(text) || analyser.words(document.title ?? '').includes(text);
};

/**
 * What a query means, as plainly as it can be said: the measure that every adapter is held to. `scope` is the element of a nested field.
 */
export const matches = (
  query: Query,
  document: FeedbackDocument,
  analyser: QueryAnalyser,
  scope?: { path: string; element: unknown },
): boolean => {
  switch (query.op) {
    case 'all':
      return true;
    case 'and':
      return query.clauses.every((clause) => matches(clause, document, analyser, scope));
    case 'or':
      return query.clauses.some((clause) => matches(clause, document, analyser, scope));
    case 'not':
      return !matches(query.clause, document, analyser, scope);
    case 'words': {
      const needles = wordNeedles(query.text, analyser);
      return needles.length > 0 && needles.every((needle) => holdsNeedle(needle, document, analyser));
    }
    case 'phrase': {
      const needle = phraseNeedle(query.text, analyser);
      return needle !== undefined && holdsNeedle(needle, document, analyser);
    }
    case 'nested':
      return valuesAt(document, keysOf(query.path)).some((element) =>
        matches(query.clause, document, analyser, { path: query.path, element }),
      );
    default: {
      const inside = scope !== undefined && query.field.startsWith(`${scope.path}.`);
      const values = inside
        ? valuesAt(scope.element, keysOf(query.field.slice(scope.path.length + 1)))
        : valuesAt(document, keysOf(query.field));
      return values.some((value) => meets(query, value));
    }
  }
};
