import type { Topic } from '@earshot/model';
import type { Batch, Epoch, FlowLimits, Offset, Partition } from './port.ts';
import type { Reader } from './sqlite-reader.ts';
import type { Assignment } from './sqlite-membership.ts';

interface Held {
  readonly epoch: Epoch;
  position: Offset;
}

/** Where one member reads: its partitions by turns, each in order. */
export interface Cursor {
  /** Takes over what is assigned now; a partition that keeps its epoch keeps its position. */
  follow(assignments: readonly Assignment[]): void;
  /** Delivers nothing of these any more. */
  drop(partitions: readonly Partition[]): void;
  held(): Partition[];
  /** The next batch, or null when every held partition is read to its end as known at `version`. */
  next(version: number): Batch | null;
}

export const createCursor = (reader: Reader, topic: Topic, limits: FlowLimits): Cursor => {
  const held = new Map<Partition, Held>();
  let ends = new Map<Partition, Offset>();
  let endsAt = -1;
  let last = -1;

  const readNext = (): Batch | null => {
    const order = [...held.keys()].sort((a, b) => a - b);
    const turn = [...order.filter((partition) => partition > last), ...order.filter((partition) => partition <= last)];
    for (const partition of turn) {
      const state = held.get(partition);
      const end = ends.get(partition) ?? 0;
      if (state === undefined || state.position >= end) continue;
      const records = reader.page(topic, partition, state.position, limits);
      const newest = records.at(-1);
      if (newest === undefined) {
        // Retention took everything up to the end.
        state.position = end;
        continue;
      }
      state.position = newest.offset + 1;
      last = partition;
      return { partition, epoch: state.epoch, records };
    }
    return null;
  };

  return {
    follow: (assignments) => {
      const mine = new Set(assignments.map(({ partition }) => partition));
      for (const partition of held.keys()) if (!mine.has(partition)) held.delete(partition);
      for (const { partition, epoch, next } of assignments) {
        if (held.get(partition)?.epoch !== epoch) held.set(partition, { epoch, position: next });
      }
    },
    drop: (partitions) => {
      for (const partition of partitions) held.delete(partition);
    },
    held: () => [...held.keys()],
    next: (version) => {
      const batch = readNext();
      if (batch !== null || version === endsAt) return batch;
      endsAt = version;
      ends = new Map(reader.extents(topic).map((extent) => [extent.partition, extent.next]));
      return readNext();
    },
  };
};
