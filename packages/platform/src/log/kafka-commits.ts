import type { OffsetsByTopicPartition } from 'kafkajs';
import type { CommitOutcome, Offset, Partition } from './port.ts';

/** Commits of one member under one generation. */
export interface KafkaCommits {
  /** How to commit; the newest batch brings it along. */
  use(commit: (offsets: OffsetsByTopicPartition) => Promise<void>): void;
  /** Never moves backwards. @throws in an outage */
  commit(partition: Partition, next: Offset): Promise<CommitOutcome>;
  /** Settles when no request is under way. */
  settled(): Promise<void>;
  /** The generation is over: what waits is fenced, and what it committed is not known any more. */
  forget(): void;
}

/** The broker says that this member does not hold its partitions any more. */
const fencing = new Set([
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'REBALANCE_IN_PROGRESS',
  'FENCED_INSTANCE_ID',
  'FENCED_MEMBER_EPOCH',
  'STALE_MEMBER_EPOCH',
]);

const isFencing = (error: unknown): boolean => fencing.has((error as { type?: string } | null)?.type ?? '');

interface Waiter {
  readonly partition: Partition;
  resolve(outcome: CommitOutcome): void;
  reject(error: unknown): void;
}

/** One request at a time carries the newest position of every partition that moved meanwhile. */
export const kafkaCommits = ({ topic, onFenced }: { readonly topic: string; readonly onFenced: () => void }): KafkaCommits => {
  const committed = new Map<Partition, Offset>();
  let send: ((offsets: OffsetsByTopicPartition) => Promise<void>) | null = null;
  let positions = new Map<Partition, Offset>();
  let waiters: Waiter[] = [];
  const flight: { running: Promise<void> | null } = { running: null };
  let generation = 0;

  const flush = async (): Promise<void> => {
    while (positions.size > 0) {
      const [going, told, under] = [positions, waiters, generation];
      positions = new Map();
      waiters = [];
      try {
        if (send === null) throw new Error('no batch came yet');
        const partitions = [...going].map(([partition, offset]) => ({ partition, offset: `${offset}` }));
        await send({ topics: [{ topic, partitions }] });
        if (under === generation) for (const [partition, offset] of going) committed.set(partition, offset);
        for (const waiter of told) waiter.resolve('committed');
      } catch (error) {
        if (isFencing(error)) {
          onFenced();
          for (const waiter of told) waiter.resolve('fenced');
        } else for (const waiter of told) waiter.reject(error);
      }
    }
  };
  const start = (): void => {
    flight.running ??= flush().finally(() => {
      flight.running = null;
      if (positions.size > 0) start();
    });
  };

  return {
    use: (commit) => {
      send = commit;
    },
    commit: (partition, next) => {
      const known = Math.max(committed.get(partition) ?? -1, positions.get(partition) ?? -1);
      if (next <= (committed.get(partition) ?? -1)) return Promise.resolve('committed');
      positions.set(partition, Math.max(known, next));
      return new Promise((resolve, reject) => {
        waiters.push({ partition, resolve, reject });
        start();
      });
    },
    settled: async () => {
      while (flight.running !== null) await flight.running;
    },
    forget: () => {
      generation += 1;
      committed.clear();
      positions.clear();
      for (const waiter of waiters.splice(0)) waiter.resolve('fenced');
    },
  };
};
