import type { Batch, Epoch, FlowLimits, LogRecord, Partition } from './port.ts';

/** What was fetched and not handed out yet, by partition. */
export interface RecordBuffer {
  add(partition: Partition, records: readonly LogRecord[]): void;
  /** The next partition's turn: its first records within the limits, one at least; null when nothing waits. */
  take(epoch: Epoch, limits: FlowLimits): Batch | null;
  bytesOf(partition: Partition): number;
  itemsOf(partition: Partition): number;
  clear(): void;
}

interface Queue {
  readonly partition: Partition;
  records: LogRecord[];
  head: number;
  bytes: number;
}

const sizeOf = ({ value, key }: LogRecord): number => value.byteLength + key.length;

export const recordBuffer = (): RecordBuffer => {
  const queues = new Map<Partition, Queue>();

  const cut = (queue: Queue, { maxItems, maxBytes }: FlowLimits): LogRecord[] => {
    let end = queue.head;
    let bytes = 0;
    while (end < queue.records.length && end - queue.head < maxItems) {
      const record = queue.records[end];
      const size = record === undefined ? 0 : record.value.byteLength;
      if (end > queue.head && bytes + size > maxBytes) break;
      bytes += size;
      end += 1;
    }
    const taken = queue.records.slice(queue.head, end);
    queue.head = end;
    if (queue.head * 2 > queue.records.length) {
      queue.records = queue.records.slice(queue.head);
      queue.head = 0;
    }
    for (const record of taken) queue.bytes -= sizeOf(record);
    return taken;
  };

  return {
    add: (partition, records) => {
      const queue = queues.get(partition) ?? { partition, records: [], head: 0, bytes: 0 };
      queues.set(partition, queue);
      for (const record of records) {
        queue.records.push(record);
        queue.bytes += sizeOf(record);
      }
    },
    take: (epoch, limits) => {
      for (const [partition, queue] of queues) {
        if (queue.records.length === queue.head) continue;
        const records = cut(queue, limits);
        // Back to the end of the round: no partition starves behind a full one.
        queues.delete(partition);
        queues.set(partition, queue);
        return { partition, epoch, records };
      }
      return null;
    },
    bytesOf: (partition) => queues.get(partition)?.bytes ?? 0,
    itemsOf: (partition) => {
      const queue = queues.get(partition);
      return queue === undefined ? 0 : queue.records.length - queue.head;
    },
    clear: () => queues.clear(),
  };
};
