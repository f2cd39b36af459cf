import type { Topic } from '@earshot/model';
import type { Clock } from '../clock/port.ts';
import type { FlowLimits, GroupName, Partition, Subscription } from './port.ts';
import { createCursor, type Cursor } from './sqlite-cursor.ts';
import type { Membership } from './sqlite-membership.ts';
import type { Reader } from './sqlite-reader.ts';
import type { ChangeSignal } from './sqlite-signal.ts';
import type { GroupWriter } from './sqlite-writer.ts';
import { waiter } from '../clock/waiter.ts';

export interface SubscriptionParts {
  readonly clock: Clock;
  readonly reader: Reader;
  readonly writer: GroupWriter;
  readonly membership: Membership;
  readonly signal: ChangeSignal;
  readonly memberId: string;
  /** How often the shares are looked at, milliseconds. */
  readonly tickMs: number;
  /** How often other processes' appends are looked for, milliseconds. */
  readonly pollMs: number;
  /** How long a drain may take before the partition changes hands regardless, milliseconds. */
  readonly drainMs: number;
}

type Drain = (partitions: readonly Partition[]) => Promise<void>;

interface Seat {
  readonly parts: SubscriptionParts;
  readonly topic: Topic;
  readonly group: GroupName;
  readonly cursor: Cursor;
  readonly draining: Set<Partition>;
  readonly stop: AbortController;
  drain: Drain;
}

/** Stops delivery, waits for the drain or its deadline, then lets the partitions go. */
const revoke = async (seat: Seat, partitions: readonly Partition[], letGo: () => void): Promise<void> => {
  const { parts, cursor, draining } = seat;
  for (const partition of partitions) draining.add(partition);
  cursor.drop(partitions);
  const deadline = new AbortController();
  const late = parts.clock.sleep(parts.drainMs, deadline.signal).catch(() => undefined);
  try {
    await Promise.race([seat.drain(partitions), late]);
  } finally {
    deadline.abort();
    await parts.writer.write(letGo, false);
    for (const partition of partitions) draining.delete(partition);
    parts.signal.announce(seat.topic);
  }
};

/** One look at the shares: heartbeat, take over, hand over. */
const tick = async (seat: Seat): Promise<void> => {
  const { parts, topic, group, cursor, draining } = seat;
  const { membership, writer, memberId } = parts;
  if (membership.due(topic, group, memberId, parts.clock.now())) {
    await writer.write(() => membership.settle(topic, group, memberId, parts.clock.now()), false);
    parts.signal.announce(topic);
  }
  const mine = membership.assignments(topic, group).filter(({ owner }) => owner === memberId);
  cursor.follow(mine.filter(({ partition, wanted }) => wanted === memberId && !draining.has(partition)));
  const leaving = mine.filter(({ wanted, partition }) => wanted !== memberId && !draining.has(partition)).map(({ partition }) => partition);
  if (leaving.length === 0) return;
  await revoke(seat, leaving, () => {
    for (const partition of leaving) membership.release(topic, group, memberId, partition);
  });
};

/** Joins the group; settles when the first shares are known. */
export const subscribeSqlite = async (
  parts: SubscriptionParts,
  topic: Topic,
  group: GroupName,
  limits: FlowLimits,
): Promise<Subscription> => {
  const { clock, membership, writer, signal, memberId } = parts;
  const seat: Seat = {
    parts,
    topic,
    group,
    cursor: createCursor(parts.reader, topic, limits),
    draining: new Set(),
    stop: new AbortController(),
    drain: async () => undefined,
  };
  const { stop } = seat;
  const wait = waiter();
  const unlisten = signal.listen(topic, wait.wake);
  let failure: unknown;
  await tick(seat);

  const watch = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await clock.sleep(parts.tickMs, stop.signal).catch(() => undefined);
      if (!stop.signal.aborted) await tick(seat);
    }
  };
  const watching = watch().catch((error: unknown) => {
    failure = error;
    stop.abort();
    wait.wake();
  });

  const leave = async (): Promise<void> => {
    stop.abort();
    wait.wake();
    await watching;
    unlisten();
    await revoke(seat, seat.cursor.held(), () => membership.leave(topic, group, memberId, clock.now()));
  };
  let leaving: Promise<void> | undefined;

  return {
    async *batches() {
      while (!stop.signal.aborted) {
        const batch = seat.cursor.next(signal.version());
        if (batch === null) await wait.sleep(clock, parts.pollMs);
        else yield batch;
      }
      if (failure !== undefined) throw failure;
    },
    commit: (partition, epoch, next) => writer.write(() => membership.commit(topic, group, memberId, partition, epoch, next), false),
    onRevoke: (drain) => {
      seat.drain = drain;
    },
    close: () => (leaving ??= leave()),
  };
};
