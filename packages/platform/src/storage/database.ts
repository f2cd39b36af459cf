import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { asStorageFault } from './fault.ts';

export interface DatabaseOptions {
  /** Bytes; counts only for a new file. */
  readonly pageSize?: number;
  /** How long a statement waits for another process's write, milliseconds. */
  readonly busyMs?: number;
  /** Upper bound of the file in pages: a full disk on purpose, for tests. */
  readonly maxPages?: number;
}

/**
 * Opens or makes a database file in WAL mode, its folder included. `synchronous` is NORMAL: a commit survives the death of the process
 * (kill -9) at once, and the death of the machine after the next `syncWal`. See https://www.sqlite.org/pragma.html#pragma_synchronous
 * @throws StorageFault when the folder cannot be written or the file is damaged
 */
export const openDatabase = (file: string, options: DatabaseOptions = {}): DatabaseSync => {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const database = new DatabaseSync(file, { timeout: options.busyMs ?? 10_000 });
    try {
      database.exec(`PRAGMA page_size = ${options.pageSize ?? 8192}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;`);
      database.exec('PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 2000; PRAGMA foreign_keys = ON;');
      if (options.maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${options.maxPages}`);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  } catch (error) {
    throw asStorageFault(error, file);
  }
};

/** Runs `work` in one write transaction: all of it or nothing. Every failure of the store comes as a StorageFault. */
export const transaction = <T>(database: DatabaseSync, place: string, work: () => T): T => {
  try {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  } catch (error) {
    throw asStorageFault(error, place);
  }
};
