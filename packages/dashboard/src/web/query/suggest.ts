/** Fields of the query language that the search box offers, with the values it knows of each. */
export type Vocabulary = Readonly<Record<string, readonly string[]>>;

export interface Suggestion {
  /** What stands in the box in place of the unfinished word. */
  readonly insert: string;
  readonly field: string;
  /** Absent: the field itself is offered. */
  readonly value?: string;
}

/** The unfinished word that ends at the caret. */
export const wordAt = (text: string, caret: number): { readonly start: number; readonly word: string } => {
  const before = text.slice(0, caret);
  const start = Math.max(...[' ', '\t', '(', '\n', '\u3000'].map((edge) => before.lastIndexOf(edge))) + 1;
  return { start, word: before.slice(start) };
};

const quotedWhereNeeded = (value: string): string => (/[\s():"]/u.test(value) ? `"${value.replaceAll('"', '')}"` : value);

/** At most `limit` offers for the word at the caret, fields first by their order in the vocabulary. */
export const suggest = (text: string, caret: number, vocabulary: Vocabulary, limit = 8): readonly Suggestion[] => {
  const { word } = wordAt(text, caret);
  const negation = word.startsWith('-') ? '-' : '';
  const wanted = word.slice(negation.length).toLowerCase();
  const colon = wanted.indexOf(':');
  if (colon < 0) {
    return Object.keys(vocabulary)
      .filter((field) => field.startsWith(wanted) && (text === '' || wanted !== ''))
      .map((field) => ({ insert: `${negation}${field}:`, field }))
      .slice(0, limit);
  }
  const field = wanted.slice(0, colon);
  const start = wanted.slice(colon + 1).replace(/^"/u, '');
  return (Object.hasOwn(vocabulary, field) ? (vocabulary[field] ?? []) : [])
    .filter((value) => value.toLowerCase().includes(start) && value.toLowerCase() !== start)
    .slice(0, limit)
    .map((value) => ({ insert: `${negation}${field}:${quotedWhereNeeded(value)} `, field, value }));
};

/** The text and caret after an offer was taken. */
export const accept = (text: string, caret: number, { insert }: Suggestion): { readonly text: string; readonly caret: number } => {
  const { start } = wordAt(text, caret);
  return { text: text.slice(0, start) + insert + text.slice(caret).trimStart(), caret: start + insert.length };
};
