import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '../storage/database.ts';
import { asStorageFault } from '../storage/fault.ts';

export interface GroupWriter {
  /**
   * Runs `work` inside a write transaction that it shares with all other works waiting at that time. Settles after the commit or, when
   * `durable`, after the disk has it. A failure of one work fails its whole transaction.
   */
  write<T>(work: () => T, durable: boolean): Promise<T>;
  /** Settles when nothing waits any more. */
  idle(): Promise<void>;
}

interface Waiting {
  readonly durable: boolean;
  readonly run: () => void;
  readonly settle: () => void;
  readonly reject: (error: unknown) => void;
}

/** Group commit: works that come while a transaction or its fsync is under way share the next one. */
export const groupWriter = (database: DatabaseSync, place: string, sync: () => Promise<void>): GroupWriter => {
  let queue: Waiting[] = [];
  let running: Promise<void> | undefined;

  const flush = async (turn: readonly Waiting[]): Promise<void> => {
    try {
      transaction(database, place, () => {
        for (const { run } of turn) run();
      });
    } catch (error) {
      for (const { reject } of turn) reject(error);
      return;
    }
    const durable = turn.filter((waiting) => waiting.durable);
    for (const waiting of turn) if (!waiting.durable) waiting.settle();
    if (durable.length === 0) return;
    try {
      await sync();
      for (const { settle } of durable) settle();
    } catch (error) {
      const failure = asStorageFault(error, place);
      for (const { reject } of durable) reject(failure);
    }
  };

  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      // One turn of the event loop, in which more may come to share the transaction.
      await new Promise<void>((resolve) => setImmediate(resolve));
      const turn = queue;
      queue = [];
      await flush(turn);
    }
    running = undefined;
  };

  return {
    write: <T>(work: () => T, durable: boolean) =>
      new Promise<T>((resolve, reject) => {
        let result: T;
        const run = (): void => {
          result = work();
        };
        queue.push({ durable, run, settle: () => resolve(result), reject });
        running ??= drain();
      }),
    idle: async () => {
      await running;
    },
  };
};
