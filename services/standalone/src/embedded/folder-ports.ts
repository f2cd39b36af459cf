import {
  type Blobs,
  claimCheckLog,
  type Clock,
  type Index,
  openFolderBlobs,
  openSqliteIndex,
  openSqliteJobs,
  openSqliteLog,
  openSqliteSeen,
  type Jobs,
  type SqliteLog,
  type SqliteSeen,
} from '@earshot/platform';
import { fold, words } from '@earshot/text';

/** The ports of a process that works on one data folder. */
export interface FolderPorts {
  readonly log: SqliteLog;
  readonly index: Index;
  readonly seen: SqliteSeen;
  readonly jobs: Jobs;
  readonly blobs: Blobs;
  close(): Promise<void>;
}

export interface FolderOptions {
  readonly dir: string;
  readonly clock: Clock;
  /** This process owns the folder and has just started: group members of a killed one are void. */
  readonly resetMembers?: boolean;
  /** The index is written by pipeline threads; this process reads. */
  readonly readOnlyIndex?: boolean;
}

/** Opens every embedded adapter on a folder; closes them in reverse. */
export const openFolderPorts = async ({ dir, clock, resetMembers = false, readOnlyIndex = false }: FolderOptions): Promise<FolderPorts> => {
  const sqliteLog = openSqliteLog({ dir, clock, resetMembers });
  const index = openSqliteIndex({ dir, analyser: { words, fold }, readOnly: readOnlyIndex });
  const seen = openSqliteSeen({ dir, clock });
  const jobs = openSqliteJobs({ dir, clock });
  const blobs = await openFolderBlobs({ dir });
  // A call of two hours or a long thread goes over the limit of a topic: its value travels by reference, as between servers.
  const log = { ...claimCheckLog({ log: sqliteLog, blobs }), expire: (now: number) => sqliteLog.expire(now) };
  return {
    log,
    index,
    seen,
    jobs,
    blobs,
    close: async () => {
      await jobs.close();
      await seen.close();
      await index.close();
      await log.close();
    },
  };
};
