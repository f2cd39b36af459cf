import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../clock/port.ts';
import { openDatabase, transaction } from '../storage/database.ts';
import { printOf } from './fingerprint.ts';
import { checkNotes } from './note-limit.ts';
import type { Claim, FirstSeen, Seen } from './port.ts';
import { createGenerations, generationSchema, type Generations, type Kept } from './sqlite-generations.ts';
import { createPending, pendingSchema, type Pending } from './sqlite-pending.ts';

export interface SqliteSeenOptions {
  /** Data folder; the claims are `seen.sqlite` in it. */
  readonly dir: string;
  readonly clock: Clock;
  /** Claims kept in memory before they are sealed into a table. Default 64,000. */
  readonly pendingClaims?: number;
}

export interface SqliteSeen extends Seen {
  /** Drops claims whose window is over, many at once. @returns how many */
  expire(now: number): Promise<number>;
}

interface Parts {
  readonly file: string;
  readonly database: DatabaseSync;
  readonly pending: Pending;
  readonly generations: Generations;
  /** Makes this connection know what others wrote; inside a transaction. */
  readonly refresh: () => void;
  /** Tells the other connections that generations came or went; inside a transaction. */
  readonly bumpLayout: () => void;
  /** What memory holds is void: a transaction failed. */
  readonly invalidate: () => void;
}

const open = (file: string, seed: number): Parts & { seed: number } => {
  const database = openDatabase(file, { pageSize: 4096 });
  transaction(database, file, () => {
    database.exec(
      `CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value INTEGER NOT NULL);${generationSchema};${pendingSchema};`,
    );
    database.prepare("INSERT OR IGNORE INTO setting VALUES ('seed', ?), ('layout', 0)").run(seed);
  });
  const setting = database.prepare('SELECT value FROM setting WHERE name = ?');
  const dataVersion = database.prepare('PRAGMA data_version');
  const pending = createPending(database);
  const generations = createGenerations(database);
  let version = -1;
  let layout = -1;
  const refresh = (): void => {
    const now = Number(dataVersion.get()?.['data_version']);
    if (now === version) return;
    const layoutNow = Number(setting.get('layout')?.['value']);
    if (layoutNow !== layout) generations.reload(layout === -1);
    pending.load(layoutNow !== layout);
    version = now;
    layout = layoutNow;
  };
  const bump = database.prepare("UPDATE setting SET value = value + 1 WHERE name = 'layout'");
  const bumpLayout = (): void => {
    bump.run();
    layout = Number(setting.get('layout')?.['value']);
  };
  const invalidate = (): void => {
    version = -1;
    layout = -1;
  };
  return { file, database, pending, generations, refresh, bumpLayout, invalidate, seed: Number(setting.get('seed')?.['value']) };
};

const claimAll = (parts: Parts & { seed: number }, claims: readonly Claim[], windowMs: number, now: number): FirstSeen[] => {
  const { pending, generations, seed } = parts;
  return claims.map(({ fingerprint, owner, note }): FirstSeen => {
    const print = printOf(fingerprint, seed);
    const young = pending.claims.get(print.key);
    const kept: Kept | null = young?.check === print.check ? young : generations.find(print);
    if (kept !== null && kept.at > now - windowMs) {
      return { owner: kept.owner, at: kept.at, ...(kept.note === null ? {} : { note: kept.note }) };
    }
    pending.add(print, { check: print.check, owner, at: now, until: now + windowMs, note: note ?? null });
    return { owner, at: now, ...(note === undefined ? {} : { note }) };
  });
};

/**
 * Claims in one SQLite file, shared by threads and processes of one machine. New claims are appended as one row for each call and looked up
 * in memory; every 64,000 of them are sealed into a table in key order, so that no write ever lands at a random place of a large tree.
 * A settled claim survives kill -9; a power cut may take the last ones (synchronous = NORMAL), after which a duplicate is overlooked:
 * claims are hints. Two fingerprints share their first 53 bits once in 10^8 claims or so; the later one is then always seen as new.
 * @throws StorageFault when the folder cannot be written or the file is damaged
 */
export const openSqliteSeen = ({ dir, clock, pendingClaims = 64_000 }: SqliteSeenOptions): SqliteSeen => {
  const parts = open(path.join(dir, 'seen.sqlite'), Math.floor(clock.random() * 2 ** 32));
  const { file, database, pending, generations, refresh, bumpLayout, invalidate } = parts;
  const write = <T>(work: () => T): T => {
    try {
      return transaction(database, file, () => {
        refresh();
        return work();
      });
    } catch (error) {
      invalidate();
      throw error;
    }
  };
  const sealWhenFull = (now: number): void => {
    if (pending.claims.size < pendingClaims) return;
    write(() => {
      if (pending.claims.size < pendingClaims) return;
      generations.seal(pending.claims);
      pending.clear();
      generations.dropExpired(now);
      bumpLayout();
    });
  };
  return {
    claim: async (claims, windowMs) => {
      if (claims.length === 0) return [];
      checkNotes(claims);
      const now = clock.now();
      const answers = write(() => {
        const first = claimAll(parts, claims, windowMs, now);
        pending.save();
        return first;
      });
      sealWhenFull(now);
      return answers;
    },
    forget: async (owners) => {
      const gone = new Set(owners);
      write(() => {
        pending.keepOnly(({ owner }) => !gone.has(owner));
        bumpLayout();
      });
      for (const id of generations.ids()) {
        write(() => {
          if (generations.ids().includes(id)) generations.forget(id, owners);
        });
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    },
    expire: async (now) =>
      write(() => {
        const before = pending.claims.size;
        pending.keepOnly(({ until }) => until > now);
        const dropped = generations.dropExpired(now);
        bumpLayout();
        return before - pending.claims.size + dropped;
      }),
    close: async () => database.close(),
  };
};
