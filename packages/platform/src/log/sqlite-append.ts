import { topics, type Topic } from '@earshot/model';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { partitionOf } from './partitioner.ts';
import type { AppendOutcome, NewRecord, Partition } from './port.ts';
import { recordTable } from './sqlite-schema.ts';

/** Inserts records inside the caller's transaction; `placed` names the partition of each, null where it is refused. */
export type Appender = (topic: Topic, records: readonly NewRecord[], placed: readonly (Partition | null)[], now: number) => AppendOutcome[];

const sizeOf = ({ key, value, headers }: NewRecord): number => {
  let bytes = value.byteLength + Buffer.byteLength(key);
  for (const name in headers) bytes += name.length + Buffer.byteLength(headers[name] ?? '');
  return bytes;
};

/** The partition of each record; null where it is over the topic's limit. Work that needs no transaction. */
export const place = (topic: Topic, records: readonly NewRecord[]): (Partition | null)[] => {
  const { maxMessageBytes, partitions } = topics[topic];
  return records.map((record) => (sizeOf(record) > maxMessageBytes ? null : partitionOf(record.key, partitions)));
};

interface TopicStatements {
  readonly ends: StatementSync;
  readonly moveEnd: StatementSync;
  readonly inserts: readonly StatementSync[];
}

const prepare = (database: DatabaseSync, topic: Topic): TopicStatements => ({
  ends: database.prepare('SELECT partition, next FROM extent WHERE topic = ?'),
  moveEnd: database.prepare('UPDATE extent SET next = ? WHERE topic = ? AND partition = ?'),
  inserts: Array.from({ length: topics[topic].partitions }, (_, partition) =>
    database.prepare(`INSERT INTO ${recordTable(topic, partition)} (offset, appended_at, key, headers, value) VALUES (?, ?, ?, ?, ?)`),
  ),
});

export const createAppender = (database: DatabaseSync): Appender => {
  const cache = new Map<Topic, TopicStatements>();
  return (topic, records, placed, now) => {
    let statements = cache.get(topic);
    if (statements === undefined) {
      statements = prepare(database, topic);
      cache.set(topic, statements);
    }
    const ends = new Map<Partition, number>();
    for (const row of statements.ends.all(topic)) ends.set(Number(row['partition']), Number(row['next']));
    const touched = new Set<Partition>();
    const outcomes = records.map((record, at): AppendOutcome => {
      const partition = placed[at] ?? null;
      const insert = partition === null ? undefined : statements.inserts[partition];
      if (partition === null || insert === undefined) {
        return { tag: 'refused', reason: 'too-large', limitBytes: topics[topic].maxMessageBytes };
      }
      const offset = ends.get(partition) ?? 0;
      insert.run(offset, now, record.key, JSON.stringify(record.headers), record.value);
      ends.set(partition, offset + 1);
      touched.add(partition);
      return { tag: 'appended', partition, offset };
    });
    for (const partition of touched) statements.moveEnd.run(ends.get(partition) ?? 0, topic, partition);
    return outcomes;
  };
};
