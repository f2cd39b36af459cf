import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { addTo, createFilter, filterBytes, filterOf, mayHold, type Filter } from './filter.ts';
import type { Print } from './fingerprint.ts';

/** A kept claim. */
export interface Kept {
  readonly check: number;
  readonly owner: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly until: number;
  readonly note: string | null;
}

/** Sealed claims: immutable tables in key order, each behind a filter in memory. All writes run inside the caller's transaction. */
export interface Generations {
  /** Takes over what other connections sealed or dropped; all of it when `afresh`. */
  reload(afresh: boolean): void;
  /** The newest sealed claim of a fingerprint. */
  find(print: Print): Kept | null;
  seal(claims: ReadonlyMap<number, Kept>): void;
  ids(): number[];
  /** Drops generations in which every claim is past its time. @returns how many claims */
  dropExpired(now: number): number;
  forget(id: number, owners: readonly string[]): void;
}

interface Generation {
  readonly id: number;
  readonly filter: Filter;
  readonly find: StatementSync;
}

const table = (id: number): string => `generation_${id}`;

export const generationSchema = `CREATE TABLE IF NOT EXISTS generation
  (id INTEGER PRIMARY KEY, claims INTEGER NOT NULL, keep_until INTEGER NOT NULL, filter BLOB NOT NULL)`;

const createTable = (database: DatabaseSync, id: number): void =>
  database.exec(`CREATE TABLE ${table(id)} (key INTEGER PRIMARY KEY, "check" INTEGER NOT NULL, owner TEXT NOT NULL, at INTEGER NOT NULL,
    until INTEGER NOT NULL, note TEXT)`);

export const createGenerations = (database: DatabaseSync): Generations => {
  /** Newest first. */
  let sealed: Generation[] = [];
  const open = (id: number, filter: Filter): Generation => ({
    id,
    filter,
    find: database.prepare(`SELECT "check", owner, at, until, note FROM ${table(id)} WHERE key = ?`),
  });
  return {
    reload: (afresh) => {
      const known = new Map((afresh ? [] : sealed).map((generation) => [generation.id, generation]));
      const ids = database.prepare('SELECT id FROM generation ORDER BY id DESC').all();
      const filter = database.prepare('SELECT filter FROM generation WHERE id = ?');
      sealed = ids.map((row) => {
        const id = Number(row['id']);
        return known.get(id) ?? open(id, filterOf(filter.get(id)?.['filter'] as Uint8Array));
      });
    },
    find: ({ key, check }) => {
      for (const { filter, find } of sealed) {
        if (!mayHold(filter, key)) continue;
        const row = find.get(key) as unknown as Kept | undefined;
        if (row !== undefined && row.check === check) return row;
      }
      return null;
    },
    seal: (claims) => {
      const id = 1 + (sealed[0]?.id ?? 0);
      createTable(database, id);
      const insert = database.prepare(`INSERT INTO ${table(id)} VALUES (?, ?, ?, ?, ?, ?)`);
      const filter = createFilter(claims.size);
      let keepUntil = 0;
      // In key order every insert touches the end of the B-tree only.
      for (const key of Float64Array.from(claims.keys()).sort()) {
        const kept = claims.get(key);
        if (kept === undefined) continue;
        insert.run(key, kept.check, kept.owner, kept.at, kept.until, kept.note);
        addTo(filter, key);
        keepUntil = Math.max(keepUntil, kept.until);
      }
      database.prepare('INSERT INTO generation VALUES (?, ?, ?, ?)').run(id, claims.size, keepUntil, filterBytes(filter));
      sealed = [open(id, filter), ...sealed];
    },
    ids: () => sealed.map(({ id }) => id),
    dropExpired: (now) => {
      let dropped = 0;
      // The newest stays, so that its number is never given twice.
      for (const row of database.prepare('SELECT id, claims FROM generation WHERE keep_until <= ?').all(now)) {
        const id = Number(row['id']);
        if (id === sealed[0]?.id) continue;
        sealed = sealed.filter((generation) => generation.id !== id);
        database.exec(`DROP TABLE ${table(id)}`);
        database.prepare('DELETE FROM generation WHERE id = ?').run(id);
        dropped += Number(row['claims']);
      }
      return dropped;
    },
    forget: (id, owners) => {
      const remove = database.prepare(`DELETE FROM ${table(id)} WHERE owner IN (SELECT value FROM json_each(?))`);
      remove.run(JSON.stringify(owners));
    },
  };
};
