import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { FeedbackDocument, SqliteColumn } from '@earshot/model';
import { spacedPieces } from './characters.ts';
import type { QueryAnalyser } from './port.ts';
import { schema } from './sqlite-schema.ts';
import { name } from './sqlite-sql.ts';

type Reader = (source: object) => SQLInputValue;

const bound = (value: unknown, kind: SqliteColumn['kind']): SQLInputValue => {
  if (value === undefined || value === null) return null;
  if (kind === 'date') return Date.parse(value as string);
  if (kind === 'boolean') return value === true ? 1 : 0;
  return value as SQLInputValue;
};

const readerOf = ({ keys, kind }: SqliteColumn): Reader => {
  const [outer = '', inner] = keys;
  if (inner === undefined) return (source) => bound((source as Record<string, unknown>)[outer], kind);
  return (source) => {
    const object = (source as Record<string, Record<string, unknown> | undefined>)[outer];
    return object === undefined ? null : bound(object[inner], kind);
  };
};

const readers = schema.columns.map(readerOf);
const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ');

interface ListWriter {
  readonly path: string;
  readonly insert: StatementSync;
  readonly remove: StatementSync;
  /** Undefined for a list of plain values. */
  readonly readers: readonly Reader[] | undefined;
}

const listWriters = (database: DatabaseSync): readonly ListWriter[] =>
  schema.lists.map(({ path, table, columns }) => {
    const plain = columns[0]?.keys.length === 0;
    const into = plain ? 'document, value' : `document, ordinal, ${columns.map(({ column }) => name(column)).join(', ')}`;
    return {
      path,
      insert: database.prepare(`INSERT OR IGNORE INTO ${table} (${into}) VALUES (${marks(plain ? 2 : columns.length + 2)})`),
      remove: database.prepare(`DELETE FROM ${table} WHERE document = ?`),
      readers: plain ? undefined : columns.map(readerOf),
    };
  });

// Keeps a phrase from running from the title into the text; no query holds a private-use character as a piece.
const boundary = ' \ue000 ';

/** Puts the parts of one document into their tables, and takes them out again. */
export interface DocumentRows {
  /** @param body the document as JSON */
  insert(document: number, content: FeedbackDocument, body: string): void;
  remove(document: number): void;
}

export const documentRows = (database: DatabaseSync, analyser: QueryAnalyser): DocumentRows => {
  const columns = schema.columns.map(({ column }) => name(column)).join(', ');
  const insertRow = database.prepare(`INSERT INTO documents (document, ${columns}) VALUES (${marks(readers.length + 1)})`);
  const insertBody = database.prepare('INSERT INTO bodies (document, body) VALUES (?, ?)');
  const insertSearch = database.prepare('INSERT INTO search (rowid, words, characters) VALUES (?, ?, ?)');
  const removals = [
    'DELETE FROM documents WHERE document = ?',
    'DELETE FROM bodies WHERE document = ?',
    'DELETE FROM search WHERE rowid = ?',
  ];
  const lists = listWriters(database);
  const remove = [...removals.map((statement) => database.prepare(statement)), ...lists.map((list) => list.remove)];
  const insertList = (list: ListWriter, document: number, content: FeedbackDocument): void => {
    const elements = (content as unknown as Record<string, readonly (string | object)[] | undefined>)[list.path];
    if (elements === undefined) return;
    for (const [ordinal, element] of elements.entries()) {
      if (typeof element === 'string') list.insert.run(document, element);
      else list.insert.run(document, ordinal, ...(list.readers ?? []).map((read) => read(element)));
    }
  };
  return {
    insert: (document, content, body) => {
      const { title, text, tokens } = content;
      const characters = spacedPieces(analyser.fold(text));
      insertRow.run(document, ...readers.map((read) => read(content)));
      insertBody.run(document, body);
      if (title === undefined) insertSearch.run(document, tokens, characters);
      else {
        const words = analyser.words(title).join(' ');
        insertSearch.run(document, `${words} ${tokens}`, spacedPieces(analyser.fold(title)) + boundary + characters);
      }
      for (const list of lists) insertList(list, document, content);
    },
    remove: (document) => {
      for (const statement of remove) statement.run(document);
    },
  };
};
