import { hostname } from 'node:os';
import type { Topic } from '@earshot/model';
import { topics } from '@earshot/model';
import type { DatabaseSync } from 'node:sqlite';
import { systemCode } from '../storage/fault.ts';
import { assign, type Held } from './assign.ts';
import type { CommitOutcome, Epoch, GroupName, Offset, Partition } from './port.ts';

export type MemberId = string;

export interface Assignment extends Held {
  readonly epoch: Epoch;
  /** Committed position. */
  readonly next: Offset;
}

interface MemberRow {
  readonly id: MemberId;
  readonly pid: number;
  readonly host: string;
  readonly seenAt: number;
}

/** The rows of consumer groups. `settle`, `release`, `leave`, `commit` and `reset` run inside the caller's write transaction. */
export interface Membership {
  /** Whether `settle` has something to do for this member. Reads only. */
  due(topic: Topic, group: GroupName, member: MemberId, now: number): boolean;
  /** Heartbeat: enters the member, removes the dead, plans the shares, hands out what nobody holds. */
  settle(topic: Topic, group: GroupName, member: MemberId, now: number): void;
  assignments(topic: Topic, group: GroupName): Assignment[];
  /** Hands a drained partition to the member that it is wanted by. */
  release(topic: Topic, group: GroupName, member: MemberId, partition: Partition): void;
  leave(topic: Topic, group: GroupName, member: MemberId, now: number): void;
  commit(topic: Topic, group: GroupName, member: MemberId, partition: Partition, epoch: Epoch, next: Offset): CommitOutcome;
  /** Removes every member: only for a process that owns the folder and opens it first. */
  reset(): void;
}

const host = hostname();

const processLives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
};

/** A member whose process is gone from this machine is dead at once; any other after `ttlMs` of silence. */
const lives = (row: MemberRow, now: number, ttlMs: number): boolean =>
  row.seenAt + ttlMs > now && (row.host !== host || row.pid === process.pid || processLives(row.pid));

const statementsOf = (database: DatabaseSync) => ({
  members: database.prepare('SELECT id, pid, host, seen_at AS seenAt FROM member WHERE topic = ? AND group_name = ?'),
  enter: database.prepare('INSERT OR REPLACE INTO member (id, topic, group_name, pid, host, seen_at) VALUES (?, ?, ?, ?, ?, ?)'),
  remove: database.prepare('DELETE FROM member WHERE id = ?'),
  assignments: database.prepare(
    'SELECT partition, owner, wanted, epoch, next FROM assignment WHERE topic = ? AND group_name = ? ORDER BY partition',
  ),
  found: database.prepare('INSERT OR IGNORE INTO assignment (topic, group_name, partition, next, epoch) VALUES (?, ?, ?, 0, 0)'),
  want: database.prepare('UPDATE assignment SET wanted = ? WHERE topic = ? AND group_name = ? AND partition = ?'),
  // Only a partition that nobody holds is handed out, so that the epoch always rises with its owner.
  hand: database.prepare(
    `UPDATE assignment SET owner = wanted, epoch = epoch + 1
      WHERE topic = ? AND group_name = ? AND owner IS NULL AND wanted IS NOT NULL`,
  ),
  vacate: database.prepare('UPDATE assignment SET owner = NULL WHERE topic = ? AND group_name = ? AND owner = ?'),
  vacateOne: database.prepare('UPDATE assignment SET owner = NULL WHERE topic = ? AND group_name = ? AND owner = ? AND partition = ?'),
  commit: database.prepare(
    `UPDATE assignment SET next = max(next, ?)
      WHERE topic = ? AND group_name = ? AND partition = ? AND owner = ? AND epoch = ?`,
  ),
});

export const createMembership = (database: DatabaseSync, ttlMs: number): Membership => {
  const sql = statementsOf(database);
  const members = (topic: Topic, group: GroupName) => sql.members.all(topic, group) as unknown as MemberRow[];
  const assignments = (topic: Topic, group: GroupName) => sql.assignments.all(topic, group) as unknown as Assignment[];

  const share = (topic: Topic, group: GroupName, now: number): void => {
    const living: MemberId[] = [];
    for (const row of members(topic, group)) {
      if (lives(row, now, ttlMs)) living.push(row.id);
      else {
        sql.remove.run(row.id);
        sql.vacate.run(topic, group, row.id);
      }
    }
    const rows = assignments(topic, group);
    const plan = assign(living, rows);
    for (const { partition, wanted } of rows) {
      const next = plan.get(partition) ?? null;
      if (next !== wanted) sql.want.run(next, topic, group, partition);
    }
    sql.hand.run(topic, group);
  };

  return {
    due: (topic, group, member, now) => {
      const rows = members(topic, group);
      const mine = rows.find(({ id }) => id === member);
      if (mine === undefined || mine.seenAt + ttlMs / 4 <= now) return true;
      return rows.some((row) => !lives(row, now, ttlMs));
    },
    settle: (topic, group, member, now) => {
      for (let partition = 0; partition < topics[topic].partitions; partition += 1) sql.found.run(topic, group, partition);
      sql.enter.run(member, topic, group, process.pid, host, now);
      share(topic, group, now);
    },
    assignments,
    release: (topic, group, member, partition) => {
      sql.vacateOne.run(topic, group, member, partition);
      sql.hand.run(topic, group);
    },
    leave: (topic, group, member, now) => {
      sql.remove.run(member);
      sql.vacate.run(topic, group, member);
      share(topic, group, now);
    },
    commit: (topic, group, member, partition, epoch, next) =>
      sql.commit.run(next, topic, group, partition, member, epoch).changes === 0 ? 'fenced' : 'committed',
    reset: () => {
      database.exec('DELETE FROM member; UPDATE assignment SET owner = NULL, wanted = NULL');
    },
  };
};
