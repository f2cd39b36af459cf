import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../clock/port.ts';
import { openDatabase } from '../storage/database.ts';
import { walSync } from '../storage/wal-sync.ts';
import type { Lag, Log, Subscription } from './port.ts';
import { createAppender, place } from './sqlite-append.ts';
import { createMembership } from './sqlite-membership.ts';
import { createReader, type Reader } from './sqlite-reader.ts';
import { expireRecords, type Expiry } from './sqlite-retention.ts';
import { scanTopic } from './sqlite-scan.ts';
import { applyLogSchema } from './sqlite-schema.ts';
import { createSignal } from './sqlite-signal.ts';
import { subscribeSqlite } from './sqlite-subscription.ts';
import { groupWriter } from './sqlite-writer.ts';

export interface SqliteLogOptions {
  /** Data folder; the log is `log.sqlite` in it. */
  readonly dir: string;
  readonly clock: Clock;
  /**
   * Removes every group member that the file remembers, so that members of a killed process do not delay a restart. Only for the process
   * that owns the folder (see `claimFolder`), before any other opens the log.
   */
  readonly resetMembers?: boolean;
  /** A member that is silent for longer is dead. Default 15,000. */
  readonly memberTtlMs?: number;
  /** How often a member looks at the shares of its group. Default 200. */
  readonly tickMs?: number;
  /** How often appends of other processes are looked for. Default 25. */
  readonly pollMs?: number;
  /** How long `onRevoke` may take. Default 10,000. */
  readonly drainMs?: number;
  /** Upper bound of the file in pages of 8 KiB: a full disk on purpose, for tests. */
  readonly maxPages?: number;
  /** Retention by topic instead of the one in the topics table, milliseconds. */
  readonly retentionMs?: Expiry;
}

export interface SqliteLog extends Log {
  /** Deletes records older than their topic's retention, in small transactions. @returns how many */
  expire(now: number): Promise<number>;
}

const lagOf = (reader: Reader, committed: ReadonlyMap<number, number>, topic: Parameters<Log['lag']>[0], now: number): Lag => {
  let records = 0;
  let oldest = now;
  for (const { partition, start, next } of reader.extents(topic)) {
    const from = Math.max(start, committed.get(partition) ?? 0);
    if (from >= next) continue;
    records += next - from;
    oldest = Math.min(oldest, reader.appendedAt(topic, partition, from) ?? now);
  }
  return { records, seconds: (now - oldest) / 1000 };
};

/**
 * The embedded log: one SQLite file in WAL mode, shared by any number of threads and processes of one machine (a local disk, not a network
 * share). `append` settles after fsync; concurrent appends share a transaction.
 * @throws StorageFault when the folder cannot be written or the file is damaged
 */
export const openSqliteLog = (options: SqliteLogOptions): SqliteLog => {
  const { clock, tickMs = 200, pollMs = 25, drainMs = 10_000 } = options;
  const file = path.join(options.dir, 'log.sqlite');
  const database = openDatabase(file, options.maxPages === undefined ? {} : { maxPages: options.maxPages });
  applyLogSchema(database, file);
  const wal = walSync(file);
  const writer = groupWriter(database, file, () => wal.sync());
  const appender = createAppender(database);
  const reader = createReader(database, file);
  const membership = createMembership(database, options.memberTtlMs ?? 15_000);
  const signal = createSignal(database, realpathSync(file));
  if (options.resetMembers === true) membership.reset();
  const subscriptions = new Set<Subscription>();
  let members = 0;
  const prefix = `${process.pid}.${Math.floor(clock.random() * 2 ** 48).toString(36)}`;
  let closing: Promise<void> | undefined;

  const close = async (): Promise<void> => {
    await Promise.all([...subscriptions].map((subscription) => subscription.close()));
    await writer.idle();
    signal.close();
    await wal.close();
    database.close();
  };

  return {
    append: async (topic, records) => {
      if (records.length === 0) return [];
      const placed = place(topic, records);
      const work = () => appender(topic, records, placed, clock.now());
      const outcomes = await writer.write(work, true);
      signal.announce(topic);
      return outcomes;
    },
    subscribe: async (topic, group, limits) => {
      members += 1;
      const memberId = `${prefix}.${members}`;
      const parts = { clock, reader, writer, membership, signal, memberId, tickMs, pollMs, drainMs };
      const subscription = await subscribeSqlite(parts, topic, group, limits);
      subscriptions.add(subscription);
      return {
        ...subscription,
        close: async () => {
          await subscription.close();
          subscriptions.delete(subscription);
        },
      };
    },
    lag: async (topic, group) => {
      const committed = new Map(membership.assignments(topic, group).map(({ partition, next }) => [partition, next]));
      return lagOf(reader, committed, topic, clock.now());
    },
    read: async (topic, partition, offset) => {
      const [record] = reader.page(topic, partition, offset, { maxItems: 1, maxBytes: 1 });
      return record?.offset === offset ? record : null;
    },
    scan: (topic, from) => scanTopic(reader, topic, from ?? new Map()),
    expire: (now) => expireRecords({ database, reader, writer }, now, options.retentionMs ?? {}),
    close: () => (closing ??= close()),
  };
};
