import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { asStorageFault, sqliteCode } from '../storage/fault.ts';

/** Who holds a folder, as it said of itself. */
export interface FolderHolder {
  readonly pid: number;
  /** Where it serves, such as http://localhost:8000; absent until it said so. */
  readonly address?: string;
}

export type FolderClaim =
  | {
      readonly tag: 'owner';
      /** Leaves word where this process serves, for the message that a second one prints. */
      announce(address: string): void;
      release(): void;
    }
  | { readonly tag: 'held'; readonly by: FolderHolder | null };

/** https://www.sqlite.org/rescode.html#busy */
const busy = 5;

/** The note is talk, not the lock: whatever is wrong with it means only that nobody is named. */
const readHolder = (file: string): FolderHolder | null => {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof found !== 'object' || found === null || !('pid' in found) || typeof found.pid !== 'number') return null;
    return { pid: found.pid, ...('address' in found && typeof found.address === 'string' ? { address: found.address } : {}) };
  } catch {
    return null;
  }
};

/**
 * Exclusive ownership of a data folder, for one process of this machine. The lock is SQLite's lock on `owner.sqlite`, which the operating
 * system takes back when the process dies in any way, kill -9 included: no stale lock file ever has to be removed by hand.
 * @throws StorageFault when the folder cannot be written
 */
export const claimFolder = (dir: string): FolderClaim => {
  const note = path.join(dir, 'owner.json');
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    database = new DatabaseSync(path.join(dir, 'owner.sqlite'), { timeout: 0 });
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT');
    writeFileSync(note, JSON.stringify({ pid: process.pid }));
  } catch (error) {
    database?.close();
    if (sqliteCode(error) === busy) return { tag: 'held', by: readHolder(note) };
    throw asStorageFault(error, dir);
  }
  const held = database;
  return {
    tag: 'owner',
    announce: (address) => writeFileSync(note, JSON.stringify({ pid: process.pid, address })),
    release: () => {
      if (held.isOpen) held.close();
    },
  };
};
