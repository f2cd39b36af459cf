import type { DatabaseSync } from 'node:sqlite';
import { type SqliteColumn, sqliteSchema } from '@earshot/model';
import { transaction } from '../storage/database.ts';
import { name } from './sqlite-sql.ts';

export const schema = sqliteSchema();

const types = { text: 'TEXT', integer: 'INTEGER', date: 'INTEGER', boolean: 'INTEGER', real: 'REAL' } as const;
const declare = ({ column, kind }: SqliteColumn): string => `${name(column)} ${types[kind]}`;

// Tokens come ready, separated by spaces: every other ASCII character belongs to them, and every byte above ASCII does by itself.
const marks = Array.from({ length: 94 }, (_, at) => String.fromCharCode(at + 33)).filter((mark) => !/[A-Za-z0-9]/.test(mark));
const tokenizer = `"${`ascii tokenchars '${marks.join('').replaceAll("'", "''")}'`.replaceAll('"', '""')}"`;

/**
 * versions: what is known of each id, tombstones included (`document` is NULL). documents: what queries filter and count, without the
 * text, so that a scan is short. bodies: the documents themselves. search: the words and the characters, without a copy of the text.
 */
const statements: Readonly<Record<string, string>> = {
  about: 'CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID',
  versions: 'CREATE TABLE versions (id TEXT PRIMARY KEY, version INTEGER NOT NULL, document INTEGER, deletedAt TEXT) WITHOUT ROWID',
  documents: `CREATE TABLE documents (document INTEGER PRIMARY KEY, ${schema.columns.map(declare).join(', ')})`,
  documents_by_time: 'CREATE INDEX documents_by_time ON documents ("@timestamp" DESC)',
  bodies: 'CREATE TABLE bodies (document INTEGER PRIMARY KEY, body TEXT NOT NULL)',
  search: `CREATE VIRTUAL TABLE search USING fts5(words, characters, content='', contentless_delete=1, tokenize=${tokenizer})`,
  ...Object.fromEntries(
    schema.lists.flatMap(({ table, columns }) => {
      const [value] = columns;
      if (value !== undefined && value.keys.length === 0) {
        // Equal values of one document count once.
        return [[table, `CREATE TABLE ${table} (document INTEGER, value TEXT, PRIMARY KEY (document, value)) WITHOUT ROWID`]];
      }
      const declared = columns.map(declare).join(', ');
      return [
        [table, `CREATE TABLE ${table} (document INTEGER, ordinal INTEGER, ${declared}, PRIMARY KEY (document, ordinal)) WITHOUT ROWID`],
      ];
    }),
  ),
};

const wanted = `${schema.schema} ${schema.fingerprint}`;

const exists = (database: DatabaseSync): boolean =>
  database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'about'").get() !== undefined;

/** What keeps this file from being used; empty where its shape is ours. */
export const driftOf = (database: DatabaseSync): readonly string[] => {
  if (!exists(database)) return ['the index has not been made yet'];
  const found = database.prepare("SELECT value FROM about WHERE name = 'schema'").get()?.['value'];
  return found === wanted ? [] : [`the index was built for ${String(found)}, this version needs ${wanted}: rebuild it from the log`];
};

/** Makes what is absent in an empty file; gives the names of what it made. */
export const createSchema = (database: DatabaseSync, file: string): readonly string[] =>
  transaction(database, file, () => {
    if (exists(database)) return [];
    for (const statement of Object.values(statements)) database.exec(statement);
    // Fewer, wider merges of the inverted index: a third less work for each write, hardly more for a search.
    database.exec("INSERT INTO search(search, rank) VALUES ('automerge', 16)");
    database.prepare("INSERT INTO about (name, value) VALUES ('schema', ?)").run(wanted);
    return Object.keys(statements);
  });
