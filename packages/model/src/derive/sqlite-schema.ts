import { type DocumentField, documentFields } from '../fields.ts';
import { documentFingerprint, documentSchema } from './document-version.ts';

/** `date` is kept as integer milliseconds since the Unix epoch, `boolean` as 0 or 1. */
export type SqliteKind = 'text' | 'integer' | 'real' | 'boolean' | 'date';

export interface SqliteColumn {
  /** Document path. */
  readonly path: string;
  /** Keys from the document, or from the element of a list, to the value; empty for the value of a keyword list. */
  readonly keys: readonly string[];
  /** Column name, to be quoted. */
  readonly column: string;
  readonly kind: SqliteKind;
}

/** A list field with a table of its own: one row for each element, in order. */
export interface SqliteList {
  readonly path: string;
  readonly table: string;
  readonly columns: readonly SqliteColumn[];
}

export interface SqliteSchema {
  readonly schema: string;
  readonly fingerprint: string;
  /** Single-valued fields that queries filter and group by, one column each. */
  readonly columns: readonly SqliteColumn[];
  /** Lists that are searched and counted often; all others are read from the document itself. */
  readonly lists: readonly SqliteList[];
}

const tabled = ['aspects', 'topics', 'keywords'];

const kinds: Partial<Record<DocumentField['type'], SqliteKind>> = {
  keyword: 'text',
  date: 'date',
  long: 'integer',
  integer: 'integer',
  float: 'real',
  boolean: 'boolean',
};

// Counted most, so they stand first: SQLite reads a row from its start.
const hot = ['@timestamp', 'channel', 'sentiment.label', 'sentiment.score', 'intent', 'urgency.level', 'kind', 'language'];

const heat = (path: string): number => {
  const at = hot.indexOf(path);
  return at < 0 ? hot.length : at;
};

const columnOf = (field: DocumentField, below: string): SqliteColumn | undefined => {
  const kind = kinds[field.type];
  const name = field.path.slice(below.length);
  return kind === undefined ? undefined : { path: field.path, keys: name.split('.'), column: name.replaceAll('.', '_'), kind };
};

const present = (column: SqliteColumn | undefined): readonly SqliteColumn[] => (column === undefined ? [] : [column]);

const listOf = (path: string): SqliteList => {
  const inside = documentFields.filter(({ nestedIn }) => nestedIn === path);
  const columns: readonly SqliteColumn[] =
    inside.length === 0
      ? [{ path, keys: [], column: 'value', kind: 'text' }]
      : inside.flatMap((field) => present(columnOf(field, `${path}.`)));
  return { path, table: `list_${path}`, columns };
};

/** Columns and list tables of the embedded index. */
export const sqliteSchema = (): SqliteSchema => ({
  schema: documentSchema,
  fingerprint: documentFingerprint,
  columns: documentFields
    .filter(({ many, nestedIn }) => !many && nestedIn === undefined)
    .flatMap((field) => present(columnOf(field, '')))
    .sort((a, b) => heat(a.path) - heat(b.path)),
  lists: tabled.map(listOf),
});
