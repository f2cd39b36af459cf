import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { FeedbackDocument } from '@earshot/model';
import { openDatabase } from '../storage/database.ts';
import { asStorageFault } from '../storage/fault.ts';
import { walSync } from '../storage/wal-sync.ts';
import { SchemaDrift } from './faults.ts';
import type { Index, ItemOutcome, QueryAnalyser, Versioned } from './port.ts';
import { aggregateSqlite } from './sqlite-aggregate.ts';
import { type PeriodSlots, registerPeriods } from './sqlite-groups.ts';
import { openReader, snapshot } from './sqlite-reader.ts';
import { scanSqlite } from './sqlite-scan.ts';
import { createSchema, driftOf } from './sqlite-schema.ts';
import { searchSqlite } from './sqlite-search.ts';
import { sqliteWriter } from './sqlite-writer.ts';

export interface SqliteIndexOptions {
  /** Folder of `index.sqlite`; made where it is absent. */
  readonly dir: string;
  readonly analyser: QueryAnalyser;
  /** Reads what another thread or process writes. Reads fail until that one has made the file. */
  readonly readOnly?: boolean;
}

interface Writing {
  readonly write: (operations: readonly Versioned[]) => ItemOutcome[];
  readonly sync: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Reading {
  readonly database: DatabaseSync;
  readonly slots: PeriodSlots;
}

const once = <T>(make: () => T): { get(): T; readonly made: T | undefined } => {
  let made: T | undefined;
  return {
    get: () => (made ??= make()),
    get made() {
      return made;
    },
  };
};

const readingOf = (file: string): Reading => {
  const database = openReader(file);
  return { database, slots: registerPeriods(database) };
};

const writerOf = (file: string): DatabaseSync => {
  const database = openDatabase(file);
  database.exec('PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 8000');
  return database;
};

const writingOf = (database: DatabaseSync, file: string, analyser: QueryAnalyser): Writing => {
  createSchema(database, file);
  const [drift] = driftOf(database);
  if (drift !== undefined) throw new SchemaDrift(drift);
  const wal = walSync(file);
  return { write: sqliteWriter(database, file, analyser), sync: () => wal.sync(), close: () => wal.close() };
};

/**
 * The index in one file, `index.sqlite`, on SQLite FTS5 in WAL mode: one writer, any number of readers in other threads and processes.
 * Reads and writes run on the calling thread. Writes are on the disk when they settle.
 */
export const openSqliteIndex = ({ dir, analyser, readOnly = false }: SqliteIndexOptions): Index => {
  const file = path.join(dir, 'index.sqlite');
  const database = once(() => writerOf(file));
  const writing = once(() => writingOf(database.get(), file, analyser));
  const reading = once(() => {
    // The first read of a new index finds it empty rather than absent.
    if (!readOnly) createSchema(database.get(), file);
    return readingOf(file);
  });
  return {
    write: async (operations) => {
      if (readOnly) return operations.map(() => ({ tag: 'systemic', reason: 'the index was opened for reading only' }));
      const { write, sync } = writing.get();
      const outcomes = write(operations);
      try {
        await sync();
      } catch (error) {
        // Visible, but perhaps not on the disk: the caller must not go on as if it were.
        const fault = asStorageFault(error, file);
        const reason = fault instanceof Error ? fault.message : String(fault);
        return operations.map(() => ({ tag: 'systemic', reason }));
      }
      return outcomes;
    },
    get: async (id) => {
      const statement = 'SELECT b.body FROM versions v JOIN bodies b ON b.document = v.document WHERE v.id = ?';
      const body = reading.get().database.prepare(statement).get(id)?.['body'];
      return body === undefined ? null : (JSON.parse(String(body)) as FeedbackDocument);
    },
    search: async (query, page) =>
      snapshot(reading.get().database, file, () => searchSqlite(reading.get().database, query, page, analyser)),
    aggregate: async (query, plan) => {
      const { database: reader, slots } = reading.get();
      return snapshot(reader, file, () => aggregateSqlite(reader, query, plan, analyser, slots));
    },
    scan: async function* (query) {
      reading.get();
      yield* scanSqlite(file, query, analyser);
    },
    apply: async () => {
      if (readOnly) return { created: [], drift: driftOf(reading.get().database) };
      const created = createSchema(database.get(), file);
      return { created, drift: driftOf(database.get()) };
    },
    close: async () => {
      await writing.made?.close();
      reading.made?.database.close();
      database.made?.close();
    },
  };
};
