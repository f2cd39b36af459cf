import type { DatabaseSync } from 'node:sqlite';
import type { Print } from './fingerprint.ts';
import type { Kept } from './sqlite-generations.ts';

/** The youngest claims: a map in memory, and one row on disk for each call, from which every connection rebuilds the same map. */
export interface Pending {
  readonly claims: ReadonlyMap<number, Kept>;
  add(print: Print, claim: Kept): void;
  /** Writes what was added since the last save as one row. */
  save(): void;
  /** Takes over the rows that other connections wrote; all of them when `afresh`. */
  load(afresh: boolean): void;
  /** Replaces every row by the claims that pass. */
  keepOnly(passes: (claim: Kept) => boolean): void;
  clear(): void;
}

type Packed = readonly [key: number, check: number, owner: string, at: number, until: number, note: string | null];

export const pendingSchema = 'CREATE TABLE IF NOT EXISTS pending (seq INTEGER PRIMARY KEY AUTOINCREMENT, claims TEXT NOT NULL)';

export const createPending = (database: DatabaseSync): Pending => {
  const claims = new Map<number, Kept>();
  const insert = database.prepare('INSERT INTO pending (claims) VALUES (?)');
  const after = database.prepare('SELECT seq, claims FROM pending WHERE seq > ? ORDER BY seq');
  const remove = database.prepare('DELETE FROM pending');
  let fresh: Packed[] = [];
  let seq = 0;

  const save = (): void => {
    if (fresh.length > 0) seq = Number(insert.run(JSON.stringify(fresh)).lastInsertRowid);
    fresh = [];
  };
  return {
    claims,
    add: ({ key, check }, claim) => {
      claims.set(key, claim);
      fresh.push([key, check, claim.owner, claim.at, claim.until, claim.note]);
    },
    save,
    load: (afresh) => {
      if (afresh) {
        claims.clear();
        fresh = [];
        seq = 0;
      }
      for (const row of after.iterate(seq)) {
        for (const [key, check, owner, at, until, note] of JSON.parse(row['claims'] as string) as Packed[]) {
          claims.set(key, { check, owner, at, until, note });
        }
        seq = Number(row['seq']);
      }
    },
    keepOnly: (passes) => {
      remove.run();
      for (const [key, claim] of claims) {
        if (passes(claim)) fresh.push([key, claim.check, claim.owner, claim.at, claim.until, claim.note]);
        else claims.delete(key);
      }
      save();
    },
    clear: () => {
      remove.run();
      claims.clear();
    },
  };
};
