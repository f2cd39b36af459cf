import { fieldAt, type SearchableField, type SqliteColumn, type SqliteList } from '@earshot/model';
import { schema } from './sqlite-schema.ts';
import { literal, name } from './sqlite-sql.ts';

/** Where the values of a field are. Alias `d` is the row of `documents`, `e` the element of a list. */
export type FieldPlace =
  /** One value at most, in a column of `d`. */
  | { readonly tag: 'column'; readonly column: SqliteColumn; readonly field: SearchableField }
  /** Values or elements in a table of their own. */
  | { readonly tag: 'table'; readonly list: SqliteList; readonly field: SearchableField }
  /** Read from the document itself. */
  | { readonly tag: 'json'; readonly field: SearchableField };

const columns = new Map(schema.columns.map((column) => [column.path, column]));
const lists = new Map(schema.lists.map((list) => [list.path, list]));

/** @throws TypeError for a path that documents do not have */
export const placeOfField = (path: string): FieldPlace => {
  const field = fieldAt(path);
  if (field === undefined) throw new TypeError(`documents have no field ${path}`);
  const column = columns.get(path);
  if (column !== undefined) return { tag: 'column', column, field };
  const list = lists.get(field.nestedIn ?? path);
  return list === undefined ? { tag: 'json', field } : { tag: 'table', list, field };
};

const jsonPath = (keys: readonly string[]): string => literal(`$${keys.map((key) => `."${key}"`).join('')}`);

/** The document of row `d`, as JSON. */
const body = (document: string): string => `(SELECT b.body FROM bodies b WHERE b.document = ${document})`;

/** What stands in FROM to walk the elements of a list, and how its rows find their document. */
export interface ElementSource {
  readonly from: string;
  /** Condition that joins it to document `d`; empty where `from` does so itself. */
  readonly joined: string;
  /** Number of the element within its document. */
  readonly ordinal: string;
  /** No two elements of one document are equal. */
  readonly distinct: boolean;
  /** The value of a field of the element, or of the element itself. */
  readonly value: (path: string) => string;
}

const tableElements = (list: SqliteList, alias: string): ElementSource => {
  const plain = list.columns[0]?.keys.length === 0;
  return {
    from: `${list.table} ${alias}`,
    joined: `${alias}.document = d.document`,
    ordinal: plain ? `${alias}.value` : `${alias}.ordinal`,
    distinct: plain,
    value: (path) => {
      const column = list.columns.find((candidate) => candidate.path === path);
      if (column === undefined) throw new TypeError(`${list.path} has no field ${path}`);
      return `${alias}.${name(column.column)}`;
    },
  };
};

const jsonElements = (path: string, alias: string): ElementSource => ({
  from: `json_each(${body('d.document')}, ${jsonPath(path.split('.'))}) ${alias}`,
  joined: '',
  ordinal: `${alias}.key`,
  distinct: false,
  value: (inner) =>
    inner === path ? `${alias}.value` : `json_extract(${alias}.value, ${jsonPath(inner.slice(path.length + 1).split('.'))})`,
});

/** The elements of a nested field, or the values of a keyword list. */
export const elementsOf = (path: string, alias: string): ElementSource => {
  const list = lists.get(path);
  return list === undefined ? jsonElements(path, alias) : tableElements(list, alias);
};

/** The label of a name; NULL where the document has none. */
export const labelValue = (path: string): string => {
  const label = literal(path.slice('labels.'.length));
  return `(SELECT l.value FROM json_each(${body('d.document')}, '$.labels') l WHERE l.key = ${label})`;
};

/** Holds where the document has something under the path. */
export const jsonExists = (path: string): string => `EXISTS (SELECT 1 FROM json_each(${body('d.document')}, ${jsonPath(path.split('.'))}))`;

/** The value of a query as the column or the JSON holds it; undefined where no value of the field can equal it. */
export const storedValue = (place: FieldPlace, value: string | number | boolean): string | undefined => {
  const { type } = place.field;
  if (type === 'date') {
    const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(at)) return undefined;
    return place.tag === 'json' ? literal(new Date(at).toISOString()) : `${at}`;
  }
  const wanted = type === 'boolean' ? 'boolean' : type === 'keyword' ? 'string' : 'number';
  return typeof value === wanted && !(typeof value === 'number' && !Number.isFinite(value)) ? literal(value) : undefined;
};
