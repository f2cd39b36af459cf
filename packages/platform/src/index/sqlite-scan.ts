import type { FeedbackDocument, Query } from '@earshot/model';
import { asStorageFault } from '../storage/fault.ts';
import type { QueryAnalyser } from './port.ts';
import { compileQuery } from './sqlite-compile.ts';
import { arrays, openReader } from './sqlite-reader.ts';

/**
 * Every document of a query, newest first, as of the first read. It has a connection of its own, which holds its read transaction open
 * until the walk ends or is left.
 */
export const scanSqlite = async function* (file: string, query: Query, analyser: QueryAnalyser): AsyncGenerator<FeedbackDocument> {
  const database = openReader(file);
  try {
    database.exec('BEGIN');
    const where = compileQuery(query, analyser);
    // Rows without bodies: what SQLite may have to sort stays small.
    const rows = arrays(database, `SELECT d.document FROM documents d WHERE ${where} ORDER BY d."@timestamp" DESC, d.id`);
    const bodyOf = database.prepare('SELECT body FROM bodies WHERE document = ?');
    for (const row of rows.iterate() as unknown as Iterable<readonly number[]>) {
      yield JSON.parse(String(bodyOf.get(row[0] ?? null)?.['body'])) as FeedbackDocument;
    }
  } catch (error) {
    throw asStorageFault(error, file);
  } finally {
    database.close();
  }
};
