import { queryParts } from './tokens.ts';

/** One condition of a query, ready to be named in the reader's language; without `field` it is no plain `field:value`. */
export interface Condition {
  readonly field?: string;
  readonly value: string;
  readonly negated: boolean;
}

const unquoted = (value: string): string => (/^".*"$/su.test(value) ? value.slice(1, -1).replaceAll(/\\(.)/gsu, '$1') : value);

/** Without the parentheses around the whole of it. */
const peeled = (query: string): string => {
  const parts = queryParts(query);
  const only = parts.length === 1 ? (parts[0] ?? '') : '';
  return only.startsWith('(') && only.endsWith(')') ? peeled(only.slice(1, -1)) : query;
};

/** `sentiment.label` is the sentiment to a reader. */
const shortField = (field: string): string => field.replace(/\.(label|level|category|id)$/u, '');

const conditionsOf = (part: string, negated: boolean, within: string): readonly Condition[] => {
  const [, field, value] = /^([\p{L}@_][\p{L}\p{N}_.@]*):(.+)$/su.exec(part) ?? [];
  if (field === undefined || value === undefined) return [{ value: unquoted(part), negated }];
  if (value.startsWith('(') && value.endsWith(')') && !negated) {
    return queryParts(peeled(value)).flatMap((inner) => conditionsOf(inner, false, `${field}.`));
  }
  return [{ field: shortField(within + field), value: unquoted(value), negated }];
};

/** What a bucket's query adds to the filters of the page: the conditions that `base` does not hold already. */
export const addedConditions = (query: string, base: string): readonly Condition[] => {
  const known = new Set(queryParts(peeled(base)));
  const found: Condition[] = [];
  let negated = false;
  for (const part of queryParts(peeled(query))) {
    if (part === 'AND') continue;
    if (part === 'NOT') {
      negated = true;
      continue;
    }
    const bare = peeled(part);
    if (!known.has(part)) found.push(...(bare === part || negated ? conditionsOf(part, negated, '') : addedConditions(bare, base)));
    negated = false;
  }
  return found;
};

/** Ends of a time condition: `[a TO b}`, `>=a`, `<b` or a single moment; null where there is none. */
export const timesOf = (value: string): { readonly from: number | null; readonly to: number | null } | null => {
  const ends = /^[[{]\s*(\S+)\s+TO\s+([^\s\]}]+)\s*[\]}]$/u.exec(value);
  const [from, to] = ends === null ? (value.startsWith('<') ? ['', value] : [value, '']) : [ends[1] ?? '', ends[2] ?? ''];
  const read = (text: string): number | null => {
    const time = Date.parse(text.replaceAll(/["<>=]/gu, ''));
    return Number.isNaN(time) ? null : time;
  };
  const times = { from: read(from), to: read(to) };
  return times.from === null && times.to === null ? null : times;
};
