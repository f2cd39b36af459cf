import type { SchemaReport } from './port.ts';

export interface ReindexProgress {
  /** Month that is copied, such as 2026.11. */
  readonly month: string;
  /** Documents and tombstones copied so far, over all months, and those there were at the start. */
  readonly copied: number;
  readonly total: number;
}

export interface ReindexedMonth {
  readonly month: string;
  /** Name of the index that serves the month now. */
  readonly index: string;
  readonly documents: number;
  readonly tombstones: number;
  /** Of ids, versions and content hashes, the same on both sides: hexadecimal. */
  readonly checksum: string;
}

export interface ReindexReport {
  readonly months: readonly ReindexedMonth[];
  /** What was written while it was copied, and caught up. */
  readonly caughtUp: number;
}

export interface ReindexOptions {
  onProgress?(progress: ReindexProgress): void;
  /** Documents copied at once. */
  readonly batch?: number;
}

/** Rebuilds an index beside the live one, without a stop. One process at a time. */
export interface IndexAdmin {
  /** What differs from this version; changes nothing. */
  check(): Promise<SchemaReport>;
  /**
   * Builds every month anew, compares, and puts the new ones in place in one step; goes on where a stopped run was. The old ones stay for
   * `rollBack` until the next run. @throws ReindexFault when both sides differ; the live index stays then
   */
  reindex(options?: ReindexOptions): Promise<ReindexReport>;
  /** Puts the indices before the last `reindex` back, with everything written since. @returns their names */
  rollBack(): Promise<readonly string[]>;
}
