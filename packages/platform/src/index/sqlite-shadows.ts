import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type FeedbackDocument, generationLimit } from '@earshot/model';
import { asStorageFault } from '../storage/fault.ts';
import { diffIndexes } from './diff-indexes.ts';
import type { Index, QueryAnalyser, Versioned } from './port.ts';
import type { Shadow, ShadowIndexes } from './shadow-port.ts';
import { openSqliteIndex } from './sqlite.ts';
import { syncFolder } from '../storage/sync-folder.ts';

export interface SqliteShadowsOptions {
  /** Data folder; a shadow is `shadows/<name>/index.sqlite` in it. */
  readonly dir: string;
  readonly analyser: QueryAnalyser;
}

const form = /^[a-z0-9][a-z0-9-]{0,40}$/u;
const batch = 256;

const generationIn = (file: string): number => {
  if (!existsSync(file)) return 1;
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const row = database.prepare(`SELECT max(version % ${generationLimit}) AS highest FROM versions`).get();
    return Number(row?.['highest'] ?? 0) + 1;
  } finally {
    database.close();
  }
};

/** Everything that the file knows, tombstones included. */
function* versionsIn(file: string): Generator<Versioned> {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare(
      'SELECT v.id, v.version, v.deletedAt, b.body FROM versions v LEFT JOIN bodies b ON b.document = v.document',
    );
    for (const { id, version, deletedAt, body } of rows.iterate()) {
      const base = { id: String(id), version: Number(version) };
      if (body === null) yield { tag: 'delete', ...base, deletedAt: String(deletedAt) };
      else yield { tag: 'put', ...base, document: JSON.parse(String(body)) as FeedbackDocument };
    }
  } finally {
    database.close();
  }
}

/** Writes what the target lacks; the versions decide. */
const carryOver = async (file: string, target: Index): Promise<number> => {
  let carried = 0;
  let pending: Versioned[] = [];
  const flush = async (): Promise<void> => {
    const outcomes = await target.write(pending);
    const failed = outcomes.find(({ tag }) => tag === 'reject' || tag === 'systemic' || tag === 'retry');
    if (failed !== undefined && 'reason' in failed) throw new Error(`the shadow does not take what the live index holds: ${failed.reason}`);
    carried += outcomes.filter(({ tag }) => tag === 'done').length;
    pending = [];
  };
  for (const operation of versionsIn(file)) {
    pending.push(operation);
    if (pending.length === batch) await flush();
  }
  await flush();
  return carried;
};

/** Brings all of a database into its one file: a WAL that stayed behind would be read into the file that takes its name. */
const settle = (file: string): void => {
  const database = new DatabaseSync(file, { timeout: 2000 });
  try {
    const mode = database.prepare('PRAGMA journal_mode = DELETE').get()?.['journal_mode'];
    if (mode !== 'delete') throw new Error(`${file} is in use by another process`);
  } catch (error) {
    throw asStorageFault(error, file);
  } finally {
    database.close();
  }
};

/**
 * Shadows of the embedded index, each in a file of its own. `swap` renames the file, so it is all or nothing; only for the process that
 * owns the folder (see `claimFolder`), with every other connection to the live index closed.
 */
export const sqliteShadows = ({ dir, analyser }: SqliteShadowsOptions): ShadowIndexes => {
  const live = path.join(dir, 'index.sqlite');
  const opened = new Map<string, Index>();
  const folderOf = (name: string): string => {
    if (!form.test(name)) throw new RangeError(`${name} is no name of an index: small letters, digits and hyphens`);
    return path.join(dir, 'shadows', name);
  };
  const shadowOf = (name: string): Index => {
    const shadow = opened.get(name);
    if (shadow === undefined) throw new RangeError(`there is no shadow ${name}`);
    return shadow;
  };
  const close = async (name: string): Promise<void> => {
    await opened.get(name)?.close();
    opened.delete(name);
  };
  return {
    openShadow: async (name): Promise<Shadow> => {
      const folder = folderOf(name);
      await close(name);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const index = openSqliteIndex({ dir: folder, analyser });
      await index.apply();
      opened.set(name, index);
      return { index, generation: generationIn(live) };
    },
    diff: async (name, within) => {
      const current = openSqliteIndex({ dir, analyser, readOnly: existsSync(live) });
      try {
        return await diffIndexes(current, shadowOf(name), within);
      } finally {
        await current.close();
      }
    },
    swap: async (name) => {
      const shadow = shadowOf(name);
      const carried = existsSync(live) ? await carryOver(live, shadow) : 0;
      await close(name);
      const file = path.join(folderOf(name), 'index.sqlite');
      settle(file);
      if (existsSync(live)) settle(live);
      renameSync(file, live);
      await syncFolder(dir);
      rmSync(folderOf(name), { recursive: true, force: true });
      return { carried };
    },
    close: async () => {
      for (const name of opened.keys()) await close(name);
    },
  };
};
