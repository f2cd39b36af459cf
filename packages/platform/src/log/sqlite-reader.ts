import { topics, type Topic } from '@earshot/model';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { guarded } from '../storage/fault.ts';
import type { FlowLimits, LogRecord, Offset, Partition } from './port.ts';
import { recordTable } from './sqlite-schema.ts';

export interface Extent {
  readonly partition: Partition;
  /** Oldest offset kept; equals `next` when the partition is empty. */
  readonly start: Offset;
  /** Offset that the next append gets. */
  readonly next: Offset;
}

export interface Reader {
  extents(topic: Topic): Extent[];
  /** Records from `from` on, in offset order, within the limits; at least one when there is any. */
  page(topic: Topic, partition: Partition, from: Offset, limits: FlowLimits): LogRecord[];
  /** When the first record at or after `from` was appended. */
  appendedAt(topic: Topic, partition: Partition, from: Offset): number | null;
}

type Row = Readonly<Record<string, unknown>>;

const recordOf = (partition: Partition, row: Row): LogRecord => ({
  partition,
  offset: row['offset'] as number,
  appendedAt: row['appended_at'] as number,
  key: row['key'] as string,
  headers: JSON.parse(row['headers'] as string) as Record<string, string>,
  value: row['value'] as Uint8Array,
});

/** Rows fetched at once: bounds what a page of large records may read beyond its byte limit. */
const strideOf = (limits: FlowLimits, maxMessageBytes: number): number =>
  Math.max(1, Math.min(limits.maxItems, Math.max(64, Math.floor(limits.maxBytes / maxMessageBytes))));

const readPage = (select: StatementSync, partition: Partition, from: Offset, limits: FlowLimits, stride: number): LogRecord[] => {
  const records: LogRecord[] = [];
  let bytes = 0;
  for (let next = from; records.length < limits.maxItems; ) {
    const rows = select.all(next, Math.min(stride, limits.maxItems - records.length));
    for (const row of rows) {
      const record = recordOf(partition, row);
      bytes += record.value.byteLength;
      if (bytes > limits.maxBytes && records.length > 0) return records;
      records.push(record);
      next = record.offset + 1;
    }
    if (rows.length < stride) break;
  }
  return records;
};

/** @param file named in the fault when the store is damaged */
export const createReader = (database: DatabaseSync, file: string): Reader => {
  const extentRows = database.prepare('SELECT partition, start, next FROM extent WHERE topic = ? ORDER BY partition');
  const cache = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    let prepared = cache.get(sql);
    if (prepared === undefined) {
      prepared = database.prepare(sql);
      cache.set(sql, prepared);
    }
    return prepared;
  };
  return {
    extents: (topic) => guarded(file, () => extentRows.all(topic) as unknown as Extent[]),
    page: (topic, partition, from, limits) => {
      const sql = `SELECT * FROM ${recordTable(topic, partition)} WHERE offset >= ? ORDER BY offset LIMIT ?`;
      const stride = strideOf(limits, topics[topic].maxMessageBytes);
      return guarded(file, () => readPage(statement(sql), partition, from, limits, stride));
    },
    appendedAt: (topic, partition, from) => {
      const sql = `SELECT appended_at FROM ${recordTable(topic, partition)} WHERE offset >= ? ORDER BY offset LIMIT 1`;
      const row = guarded(file, () => statement(sql).get(from));
      return row === undefined ? null : Number(row['appended_at']);
    },
  };
};
