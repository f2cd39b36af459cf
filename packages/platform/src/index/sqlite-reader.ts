import { existsSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { asStorageFault } from '../storage/fault.ts';
import { SchemaDrift } from './faults.ts';
import { driftOf } from './sqlite-schema.ts';

// Pages kept in memory by a reader, KiB. The file is not mapped: its pages would count as memory of the process.
const cacheKiB = 65_536;

/**
 * A connection that only reads, so that it never waits for a writer.
 * @throws SchemaDrift when there is no index file or it has another shape; StorageFault when it cannot be read
 */
export const openReader = (file: string): DatabaseSync => {
  if (!existsSync(file)) throw new SchemaDrift(`there is no index ${file} yet`);
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
    try {
      database.exec(`PRAGMA cache_size = -${cacheKiB}`);
      const [drift] = driftOf(database);
      if (drift !== undefined) throw new SchemaDrift(drift);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  } catch (error) {
    throw asStorageFault(error, file);
  }
};

/** Runs reads that all see the same state. */
export const snapshot = <T>(database: DatabaseSync, file: string, read: () => T): T => {
  try {
    database.exec('BEGIN');
    try {
      return read();
    } finally {
      if (database.isTransaction) database.exec('ROLLBACK');
    }
  } catch (error) {
    throw asStorageFault(error, file);
  }
};

/** Rows as arrays, one at a time. */
export const arrays = (database: DatabaseSync, statement: string): StatementSync => {
  const prepared = database.prepare(statement);
  prepared.setReturnArrays(true);
  return prepared;
};
