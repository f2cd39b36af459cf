import type { CommitOutcome, Offset } from '@earshot/platform';

/** One delivered record in the books. */
export interface Slot {
  readonly offset: Offset;
  finished: boolean;
}

/**
 * The books of one partition under one epoch, and the only caller of `commit`: position moves to the highest offset below which
 * everything that was delivered is finished.
 */
export interface AckLedger {
  /** Null when the offset was delivered before: a repeat, already in the books. */
  deliver(offset: Offset): Slot | null;
  /** Every effect of the record is durable. */
  finish(slot: Slot): void;
  /** Settles when all that may be committed is committed, or the epoch is fenced. */
  settled(): Promise<void>;
}

export interface LedgerParts {
  /** Rejects in an outage. */
  commit(next: Offset): Promise<CommitOutcome>;
  /** Waits before the next try; false when trying is over. `failures` counts from 1. */
  patience(failures: number, error: unknown): Promise<boolean>;
  onOutcome(outcome: CommitOutcome): void;
}

interface Position {
  /** Everything below is finished; null before the first record is. */
  next: Offset | null;
  committed: Offset;
  fenced: boolean;
  running: Promise<void> | null;
}

const isBehind = ({ next, committed, fenced }: Position): boolean => !fenced && next !== null && next > committed;

const tryCommit = async (parts: LedgerParts, position: Position, target: Offset): Promise<boolean> => {
  for (let failures = 1; ; failures += 1) {
    try {
      const outcome = await parts.commit(target);
      if (outcome === 'committed') position.committed = target;
      else position.fenced = true;
      parts.onOutcome(outcome);
      return true;
    } catch (error) {
      if (!(await parts.patience(failures, error))) return false;
    }
  }
};

// One commit at a time: what finishes meanwhile goes with the next one.
const commitAll = async (parts: LedgerParts, position: Position): Promise<boolean> => {
  while (isBehind(position) && position.next !== null) {
    if (!(await tryCommit(parts, position, position.next))) return false;
  }
  return true;
};

export const ackLedger = (parts: LedgerParts): AckLedger => {
  const position: Position = { next: null, committed: -1, fenced: false, running: null };
  let slots: Slot[] = [];
  let head = 0;
  let last: Offset = -1;

  const advance = (): void => {
    for (let slot = slots[head]; slot?.finished === true; slot = slots[head]) {
      position.next = slot.offset + 1;
      head += 1;
    }
    if (head > 1024 && head * 2 > slots.length) {
      slots = slots.slice(head);
      head = 0;
    }
  };

  const kick = (): void => {
    if (position.running !== null || !isBehind(position)) return;
    position.running = commitAll(parts, position).then((gotThrough) => {
      position.running = null;
      // A record may have finished between the last look and now.
      if (gotThrough) kick();
    });
  };

  return {
    deliver: (offset) => {
      if (offset <= last) return null;
      last = offset;
      const slot: Slot = { offset, finished: false };
      slots.push(slot);
      return slot;
    },
    finish: (slot) => {
      slot.finished = true;
      advance();
      kick();
    },
    settled: async () => {
      kick();
      while (position.running !== null) await position.running;
    },
  };
};
