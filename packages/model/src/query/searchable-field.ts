import type { FieldType } from '../field.ts';
import { documentFields } from '../fields.ts';

/** What a query may say about a field. */
export interface SearchableField {
  /** Document path, or `labels.<name>`. */
  readonly path: string;
  readonly type: FieldType;
  /** Nested object that holds it; conditions on it stand inside a `nested` node. */
  readonly nestedIn?: string;
  readonly values?: readonly string[];
}

/** Short names of the query language; the full paths work too. */
export const fieldAliases: Readonly<Record<string, string>> = {
  sentiment: 'sentiment.label',
  urgency: 'urgency.level',
  rating: 'rating.value',
  score: 'rating.normalised',
  topic: 'topics',
  keyword: 'keywords',
  aspect: 'aspects.category',
  author: 'author.id',
  role: 'author.role',
  lang: 'language',
  conversation: 'conversation.id',
  timestamp: '@timestamp',
  spam: 'quality.spam',
  empty: 'quality.empty',
  duplicateOf: 'quality.duplicateOf',
  nearDuplicateOf: 'quality.nearDuplicateOf',
  campaign: 'quality.campaign',
};

/** `after:` and `before:` bound the time when the customer spoke. */
export const periodNames: Readonly<Record<string, 'after' | 'before'>> = {
  after: 'after',
  since: 'after',
  from: 'after',
  before: 'before',
  until: 'before',
  to: 'before',
};

const fields: ReadonlyMap<string, SearchableField> = new Map(
  documentFields.map(({ path, type, nestedIn, values }) => [
    path,
    { path, type, ...(nestedIn === undefined ? {} : { nestedIn }), ...(values === undefined ? {} : { values }) },
  ]),
);

const labelPrefix = 'labels.';

/** The field under a document path, a label included. */
export const fieldAt = (path: string): SearchableField | undefined =>
  fields.get(path) ?? (path.startsWith(labelPrefix) && path.length > labelPrefix.length ? { path, type: 'keyword' } : undefined);

/**
 * The field that a name of the query language means.
 * @param within nested path that surrounds the name: names are looked up below it first
 */
export const resolveField = (name: string, within?: string): SearchableField | undefined => {
  const below = within === undefined ? undefined : fields.get(`${within}.${name}`);
  if (below !== undefined) return below;
  return fieldAt(Object.hasOwn(fieldAliases, name) ? (fieldAliases[name] ?? name) : name);
};

/** Levenshtein distance of two short names, row by row. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? a.length;
};

/** The names that look most like an unknown one, best first, at most three. */
export const nearestFields = (name: string, within?: string): readonly string[] => {
  const short = name.slice(0, 64).toLowerCase();
  const paths = [...fields.values()].filter(({ type }) => type !== 'object').map(({ path }) => path);
  const below = paths.filter((path) => path.startsWith(`${within}.`));
  const names = within === undefined ? new Set([...Object.keys(fieldAliases), ...Object.keys(periodNames), ...paths]) : below;
  return [...names]
    .map((candidate) => {
      const plain = candidate.toLowerCase();
      const leaf = plain.slice(plain.lastIndexOf('.') + 1);
      return { candidate, far: Math.min(distance(short, plain), distance(short, leaf) + 0.5) };
    })
    .sort((a, b) => a.far - b.far || a.candidate.length - b.candidate.length || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
};
