import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from './sync-folder.ts';

export interface WalSync {
  /** Settles when every commit made before the call is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Gives commits of a WAL database with synchronous = NORMAL the durability of FULL, without blocking the event loop during fsync: a commit
 * lies in the WAL file until a checkpoint, which syncs by itself, so that syncing the WAL after COMMIT is all that FULL does more.
 * The database must stay open meanwhile, else SQLite may replace the WAL file. See https://www.sqlite.org/wal.html
 */
export const walSync = (file: string): WalSync => {
  let handle: Promise<FileHandle> | undefined;
  const openWal = async (): Promise<FileHandle> => {
    const opened = await open(`${file}-wal`, 'r+');
    await syncFolder(path.dirname(file));
    return opened;
  };
  return {
    sync: async () => {
      handle ??= openWal();
      // A failure to open is not remembered: the next call tries again.
      const opened = await handle.catch((error: unknown) => {
        handle = undefined;
        throw error;
      });
      await opened.datasync();
    },
    close: async () => {
      await (await handle)?.close();
      handle = undefined;
    },
  };
};
