import type { Admin, Consumer, EachBatchPayload } from 'kafkajs';
import type { Clock } from '../clock/port.ts';
import { waiter } from '../clock/waiter.ts';
import type { Telemetry } from '../telemetry/port.ts';
import { kafkaCommits, type KafkaCommits } from './kafka-commits.ts';
import { committedOffsets, extentsOf } from './kafka-offsets.ts';
import { recordOf } from './kafka-record.ts';
import type { Batch, Epoch, FlowLimits, Offset, Partition, Subscription } from './port.ts';
import { recordBuffer } from './record-buffer.ts';

export interface SubscriptionParts {
  readonly consumer: Consumer;
  readonly admin: Admin;
  /** Full names at the brokers. */
  readonly topic: string;
  readonly group: string;
  readonly limits: FlowLimits;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** A drain that takes longer is cut off. Well below the session's time-out: a member that drains sends no heartbeats. */
  readonly drainDeadlineMs: number;
  readonly sessionTimeoutMs: number;
}

/** What this member holds between one rebalance and the next. */
interface Holding {
  readonly epoch: Epoch;
  readonly partitions: ReadonlySet<Partition>;
  /** Offset that the next fetched batch of a partition must begin at. */
  readonly expected: Promise<Map<Partition, Offset>>;
}

export interface KafkaSubscription extends Subscription {
  /** Before the member joins again: drain, then fence. Never rejects. */
  beforeJoin(): Promise<void>;
  isClosed(): boolean;
  start(): Promise<void>;
}

/** Batches of one answer that are taken over together, so that the first partition gets no start over the others. */
const atOnce = 64;

/** Records of one partition that may wait: when every partition is full, kafkajs sleeps whatever room is made meanwhile. */
const roomItems = 2000;

type Drain = (partitions: readonly Partition[]) => Promise<void>;

/**
 * A member of a consumer group. Fetched records wait in a bounded buffer, and `eachBatch` comes back at once: kafkajs sends heartbeats
 * between fetches, so however long the work takes, the member stays. Nothing is handed out or committed for a partition that the current
 * generation does not hold (kafkajs #1046, #1764).
 */
export const kafkaSubscription = (parts: SubscriptionParts): KafkaSubscription => {
  const { consumer, admin, topic, group, limits, clock, telemetry, drainDeadlineMs, sessionTimeoutMs } = parts;
  const buffer = recordBuffer();
  const wait = waiter();
  const resumes = new Map<Partition, () => void>();
  let holding: Holding | null = null;
  let draining = false;
  const life = { closed: false };
  /** Partitions whose work was cut off and not drained yet. */
  let owed: readonly Partition[] = [];
  /** When the coordinator was last heard of. */
  let heardAt = clock.elapsed();
  let failure: Error | null = null;
  let lastEpoch: Epoch = 0;
  let onRevoke: Drain = async () => undefined;

  /** Nothing of an earlier generation goes on. */
  const reset = (): void => {
    buffer.clear();
    resumes.clear();
    commits.forget();
  };
  const fence = (): void => {
    if (holding !== null) owed = [...holding.partitions];
    holding = null;
    reset();
  };
  const commits: KafkaCommits = kafkaCommits({ topic, onFenced: fence });

  const beforeJoin = async (): Promise<void> => {
    const leaving = holding === null ? owed : [...holding.partitions];
    if (leaving.length === 0) return;
    draining = true;
    buffer.clear();
    const drained = new AbortController();
    const deadline = clock.sleep(drainDeadlineMs, drained.signal).then(
      () => telemetry.log('warn', 'kafka.drain-late', { topic, group }),
      () => undefined,
    );
    const work = onRevoke(leaving).catch(() => undefined);
    await Promise.race([work, deadline]);
    drained.abort();
    fence();
    owed = [];
    draining = false;
  };

  const joined = (partitions: readonly Partition[]): void => {
    if (life.closed) return;
    heardAt = clock.elapsed();
    // Rises over restarts and members, too: whoever joins later has the later time.
    lastEpoch = Math.max(lastEpoch + 1, clock.now());
    reset();
    if (partitions.length > 0) consumer.resume([{ topic, partitions: [...partitions] }]);
    const expected = committedOffsets({ admin, clock }, topic, group, partitions);
    // Whoever asks hears of a failure; nobody may.
    expected.catch(() => undefined);
    holding = partitions.length === 0 ? null : { epoch: lastEpoch, partitions: new Set(partitions), expected };
  };

  const mostItems = Math.max(8 * limits.maxItems, roomItems);
  const isFull = (partition: Partition): boolean => buffer.bytesOf(partition) >= limits.maxBytes || buffer.itemsOf(partition) >= mostItems;
  const hasRoom = (partition: Partition): boolean =>
    buffer.bytesOf(partition) * 2 < limits.maxBytes && buffer.itemsOf(partition) * 2 < mostItems;

  /** Whether a batch goes on where the last one ended: a fetch from before a rebalance must not tear a hole. */
  const fits = async (held: Holding, partition: Partition, fetched: Offset): Promise<boolean> => {
    const expected = (await held.expected).get(partition);
    if (expected === undefined || fetched === expected) return true;
    if (fetched > expected) {
      const low = (await extentsOf({ admin, clock }, topic)).find((each) => each.partition === partition)?.low ?? 0;
      if (low > expected) return true;
    }
    consumer.seek({ topic, partition, offset: `${expected}` });
    return false;
  };

  const eachBatch = async (payload: EachBatchPayload): Promise<void> => {
    const { batch, resolveOffset, heartbeat, pause, isStale, commitOffsetsIfNecessary } = payload;
    const { partition } = batch;
    const held = holding;
    commits.use((offsets) => commitOffsetsIfNecessary(offsets));
    if (held === null || draining || isStale() || !held.partitions.has(partition)) return;
    const { fetchedOffset } = batch as unknown as { readonly fetchedOffset: string };
    if (!(await fits(held, partition, Number(fetchedOffset))) || held !== holding || draining) return;
    buffer.add(
      partition,
      batch.messages.map((message) => recordOf(partition, message)),
    );
    resolveOffset(batch.lastOffset());
    (await held.expected).set(partition, Number(batch.lastOffset()) + 1);
    if (isFull(partition)) resumes.set(partition, pause());
    wait.wake();
    await heartbeat();
  };

  const next = (): Batch | null => {
    // A process that slept beyond its session lost its partitions, whether or not it has heard so.
    if (holding === null || draining || clock.elapsed() - heardAt > sessionTimeoutMs) return null;
    const batch = buffer.take(holding.epoch, limits);
    if (batch !== null && hasRoom(batch.partition)) {
      resumes.get(batch.partition)?.();
      resumes.delete(batch.partition);
    }
    return batch;
  };

  return {
    beforeJoin,
    isClosed: () => life.closed,
    start: async () => {
      consumer.on('consumer.group_join', ({ payload }) => joined(payload.memberAssignment[topic] ?? []));
      consumer.on('consumer.crash', ({ payload }) => {
        telemetry.log('warn', 'kafka.consumer-crashed', { topic, group, reason: payload.error.name, restarts: payload.restart });
        fence();
        if (payload.restart) return;
        // Nobody restarts it: whoever reads must hear of it.
        failure = payload.error;
        wait.wake();
      });
      consumer.on('consumer.heartbeat', () => {
        heardAt = clock.elapsed();
      });
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: atOnce, eachBatch });
      if (failure !== null) throw failure;
    },
    batches: async function* () {
      while (!life.closed) {
        if (failure !== null) throw failure;
        const batch = next();
        if (batch === null) await wait.sleep(clock, 1000);
        else yield batch;
      }
    },
    commit: async (partition, epoch, offset) => {
      if (holding?.epoch !== epoch || !holding.partitions.has(partition)) return 'fenced';
      return commits.commit(partition, offset);
    },
    onRevoke: (drain) => {
      onRevoke = drain;
    },
    close: async () => {
      if (life.closed) return;
      life.closed = true;
      wait.wake();
      await beforeJoin();
      await commits.settled();
      await consumer.disconnect();
    },
  };
};
