import type { Batch, Epoch, Partition, Subscription } from '@earshot/platform';
import { ackLedger, type LedgerParts } from './ack-ledger.ts';
import type { Entry, LaneQueue, Session } from './lanes.ts';
import type { Accounts } from './stage-counters.ts';

export interface SessionParts {
  readonly subscription: Pick<Subscription, 'commit'>;
  readonly queue: LaneQueue;
  readonly accounts: Accounts;
  readonly patience: LedgerParts['patience'];
}

/** Which partitions this process holds, under which epochs. */
export interface Sessions {
  /** The session of the batch, opened when its epoch is new; null where the epoch is over. Waits until an older epoch's flights landed. */
  enter(batch: Batch): Promise<Session | null>;
  /** Counts a flight's landed entries off; wakes who waits for silence. */
  landed(session: Session, count: number): void;
  /** Nothing new starts; settles when what flew has landed and is committed. Then the session is fenced. */
  retire(partitions: readonly Partition[]): Promise<void>;
  retireAll(): Promise<void>;
}

const lastTries = 5;

const sum = (entries: readonly Entry[]): number => entries.reduce((total, { bytes }) => total + bytes, 0);

/** Drops what waits in the lanes: the log delivers it again. */
export const handBack = (entries: readonly Entry[], accounts: Accounts): void => {
  for (const entry of entries) {
    if (!entry.parked) continue;
    entry.parked = false;
    accounts.parked(-1);
  }
  accounts.released(entries.length, sum(entries));
};

export const openSessions = ({ subscription, queue, accounts, patience }: SessionParts): Sessions => {
  const current = new Map<Partition, Session>();
  /** Highest epoch known to be over. */
  const over = new Map<Partition, Epoch>();
  const retirements = new Map<Partition, number>();
  const waiting = new Map<Session, (() => void)[]>();
  /** Fenced, with flights that have not landed. */
  const lingering = new Set<Session>();

  const fence = (session: Session): void => {
    session.state = 'fenced';
    if (session.flying > 0) lingering.add(session);
    handBack(queue.clear(session), accounts);
    if (current.get(session.partition) === session) current.delete(session.partition);
  };

  const silence = async (session: Session): Promise<void> => {
    if (session.flying === 0) return;
    await new Promise<void>((resolve) => {
      waiting.set(session, [...(waiting.get(session) ?? []), resolve]);
    });
  };

  const open = ({ partition, epoch }: Batch): Session => {
    const session: Session = {
      partition,
      epoch,
      lanes: new Map(),
      state: 'open',
      flying: 0,
      ledger: ackLedger({
        commit: (next) => subscription.commit(partition, epoch, next),
        // A session that closes may follow a log that is gone: its last commits are not worth waiting for ever.
        patience: async (failures, error) =>
          session.state !== 'fenced' && (session.state === 'open' || failures < lastTries) && (await patience(failures, error)),
        onOutcome: (outcome) => {
          accounts.committed(outcome);
          if (outcome !== 'fenced') return;
          over.set(partition, epoch);
          fence(session);
        },
      }),
    };
    current.set(partition, session);
    return session;
  };

  const retireOne = async (session: Session): Promise<void> => {
    if (session.state === 'open') session.state = 'closing';
    handBack(queue.clear(session), accounts);
    await silence(session);
    await session.ledger.settled();
    fence(session);
  };

  const retireAmong = async (concerns: (session: Session) => boolean): Promise<void> => {
    const old = [...lingering].filter(concerns).map(silence);
    await Promise.all([...old, ...[...current.values()].filter(concerns).map(retireOne)]);
  };

  return {
    enter: async (batch) => {
      const known = current.get(batch.partition);
      if (known?.epoch === batch.epoch) return known.state === 'open' ? known : null;
      const past = over.get(batch.partition);
      if (past !== undefined && batch.epoch <= past) return null;
      if (known !== undefined) {
        if (batch.epoch < known.epoch) return null;
        const before = retirements.get(batch.partition);
        over.set(batch.partition, known.epoch);
        fence(known);
        await silence(known);
        // Revoked while it waited: its records come again to the next holder.
        if (retirements.get(batch.partition) !== before) return null;
      }
      return open(batch);
    },
    landed: (session, count) => {
      session.flying -= count;
      if (session.flying > 0) return;
      lingering.delete(session);
      for (const resolve of waiting.get(session) ?? []) resolve();
      waiting.delete(session);
    },
    retire: async (partitions) => {
      for (const partition of partitions) retirements.set(partition, (retirements.get(partition) ?? 0) + 1);
      const leaving = new Set(partitions);
      await retireAmong(({ partition }) => leaving.has(partition));
    },
    retireAll: async () => {
      await retireAmong(() => true);
    },
  };
};
