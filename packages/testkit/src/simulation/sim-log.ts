import type { Topic } from '@earshot/model';
import type {
  AppendOutcome,
  Batch,
  CommitOutcome,
  FlowLimits,
  Log,
  LogRecord,
  NewRecord,
  Partition,
  Subscription,
} from '@earshot/platform';
import type { SimProcess, SimScheduler } from './scheduler.ts';

type Drain = (partitions: readonly Partition[]) => Promise<void>;

interface Seat {
  readonly process: SimProcess;
  readonly positions: Map<Partition, number>;
  readonly draining: Set<Partition>;
  drain: Drain;
  closed: boolean;
  wake(): void;
}

interface Share {
  owner: Seat | null;
  epoch: number;
  committed: number;
}

/** Told what the log sees, for a checker that knows nothing of the engine. */
export interface LogWitness {
  committed(partition: Partition, next: number): void;
  /** The process has learnt that this epoch of the partition is over. */
  fenced(process: SimProcess, partition: Partition, epoch: number): void;
  delivered(process: SimProcess, batch: Batch): void;
}

/** A log in memory with one consumer group: epochs, fencing, rebalances gentle and rough, repeats. */
export interface SimLog {
  portOf(process: SimProcess): Pick<Log, 'append' | 'subscribe'>;
  /** Appends at once, as a producer outside the simulated processes. */
  put(topic: Topic, record: NewRecord): LogRecord;
  records(topic: Topic): readonly LogRecord[];
  /** Moves a partition: drained first, or `rough` with the old owner unaware. Does nothing where nobody else sits. */
  move(partition: Partition, rough: boolean): void;
  /** Gives what dead processes hold, and what nobody holds, to the living. */
  settleShares(): void;
  /** Every record of the group's topic is committed. */
  isCaughtUp(): boolean;
}

const hash = (key: string): number => {
  let sum = 7;
  for (const character of key) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum;
};

export const simLog = (scheduler: SimScheduler, topic: Topic, partitions: number, witness: LogWitness): SimLog => {
  const { random } = scheduler;
  const stored = new Map<Topic, LogRecord[][]>();
  const shares: Share[] = Array.from({ length: partitions }, () => ({ owner: null, epoch: 0, committed: 0 }));
  const seats: Seat[] = [];
  const of = (name: Topic): LogRecord[][] => {
    const known = stored.get(name) ?? Array.from({ length: partitions }, () => []);
    stored.set(name, known);
    return known;
  };
  const living = (): Seat[] => seats.filter(({ process, closed }) => process.alive && !closed);
  const put = (name: Topic, record: NewRecord): LogRecord => {
    const partition = hash(record.key) % partitions;
    const list = of(name)[partition] ?? [];
    const taken: LogRecord = { ...record, partition, offset: list.length, appendedAt: scheduler.now() };
    list.push(taken);
    for (const seat of seats) seat.wake();
    return taken;
  };
  const give = (partition: Partition, to: Seat | null): void => {
    const share = shares[partition];
    if (share === undefined) return;
    share.owner?.positions.delete(partition);
    share.owner = to;
    share.epoch += 1;
    to?.positions.set(partition, share.committed);
    to?.wake();
  };
  const gentle = async (partition: Partition, from: Seat, to: Seat): Promise<void> => {
    from.draining.add(partition);
    from.positions.delete(partition);
    await from.drain([partition]);
    from.draining.delete(partition);
    const owns = shares[partition]?.owner === from;
    if (owns) give(partition, to.closed || !to.process.alive ? (living()[0] ?? null) : to);
  };
  const next = (seat: Seat, limits: FlowLimits): Batch | null => {
    const held = [...seat.positions].filter(([partition, at]) => (of(topic)[partition]?.length ?? 0) > at);
    if (held.length === 0) return null;
    const [partition, at] = random.pick(held);
    const from = random.chance(0.1) ? Math.max(0, at - 2, shares[partition]?.committed ?? 0) : at;
    const count = 1 + random.below(limits.maxItems);
    const records = (of(topic)[partition] ?? []).slice(from, from + count);
    seat.positions.set(partition, Math.max(at, from + records.length));
    return { partition, epoch: shares[partition]?.epoch ?? 0, records };
  };
  const leave = async (seat: Seat): Promise<void> => {
    const mine = shares.flatMap(({ owner }, partition) => (owner === seat ? [partition] : []));
    for (const partition of mine) seat.positions.delete(partition);
    await seat.drain(mine);
    seat.closed = true;
    seat.wake();
    for (const partition of mine) if (shares[partition]?.owner === seat) give(partition, random.pick([...living(), null]));
  };
  const subscribe = (process: SimProcess, limits: FlowLimits): Subscription => {
    let changed = Promise.withResolvers<void>();
    const seat: Seat = {
      process,
      positions: new Map(),
      draining: new Set(),
      drain: async () => undefined,
      closed: false,
      wake: () => {
        changed.resolve();
        changed = Promise.withResolvers<void>();
      },
    };
    seats.push(seat);
    let leaving: Promise<void> | undefined;
    return {
      async *batches() {
        while (!seat.closed) {
          const waiting = changed.promise;
          await scheduler.point(process);
          const batch = seat.closed ? null : next(seat, limits);
          if (batch === null) {
            if (!seat.closed) await waiting;
          } else {
            witness.delivered(process, batch);
            yield batch;
          }
        }
      },
      commit: async (partition, epoch, upTo): Promise<CommitOutcome> => {
        const outcome = await scheduler.call(process, 'commit', (): CommitOutcome => {
          const share = shares[partition];
          if (share?.owner !== seat || share.epoch !== epoch) return 'fenced';
          share.committed = Math.max(share.committed, upTo);
          witness.committed(partition, upTo);
          return 'committed';
        });
        if (outcome === 'fenced') witness.fenced(process, partition, epoch);
        return outcome;
      },
      onRevoke: (drain) => {
        seat.drain = drain;
      },
      close: () => (leaving ??= leave(seat)),
    };
  };
  return {
    put,
    records: (name) => of(name).flat(),
    portOf: (process) => ({
      append: (name, records) =>
        scheduler.call(process, 'append', () =>
          records.map((record): AppendOutcome => {
            const { partition, offset } = put(name, record);
            return { tag: 'appended', partition, offset };
          }),
        ),
      subscribe: (_topic, _group, limits) => scheduler.call(process, 'subscribe', () => null).then(() => subscribe(process, limits)),
    }),
    move: (partition, rough) => {
      const owner = shares[partition]?.owner ?? null;
      const others = living().filter((seat) => seat !== owner);
      if (owner === null || others.length === 0 || owner.draining.has(partition)) return;
      const to = random.pick(others);
      if (rough) give(partition, to);
      else void gentle(partition, owner, to);
    },
    settleShares: () => {
      const present = living();
      for (const [partition, { owner }] of shares.entries()) {
        if (owner !== null && owner.process.alive && !owner.closed) continue;
        if (present.length > 0) give(partition, random.pick(present));
      }
    },
    isCaughtUp: () => shares.every(({ committed }, partition) => committed >= (of(topic)[partition]?.length ?? 0)),
  };
};
