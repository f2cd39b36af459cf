import type { Topic } from '@earshot/model';
import { topicNames, topics } from '@earshot/model';
import type { DatabaseSync } from 'node:sqlite';
import type { Reader } from './sqlite-reader.ts';
import { recordTable } from './sqlite-schema.ts';
import type { GroupWriter } from './sqlite-writer.ts';

/** Retention by topic, milliseconds. */
export type Expiry = Readonly<Partial<Record<Topic, number>>>;

interface RetentionParts {
  readonly database: DatabaseSync;
  readonly reader: Reader;
  readonly writer: GroupWriter;
}

/** Rows that one transaction deletes, so that appends wait for milliseconds only. */
const chunk = 500;

/**
 * Deletes from the head of each partition what is older than the topic's retention. Like Kafka it looks at age only, not at what groups
 * have read; the newest record that is young enough ends it.
 */
export const expireRecords = async ({ database, reader, writer }: RetentionParts, now: number, expiry: Expiry): Promise<number> => {
  let deleted = 0;
  const moveStart = database.prepare('UPDATE extent SET start = ? WHERE topic = ? AND partition = ?');
  for (const topic of topicNames) {
    const cutoff = now - (expiry[topic] ?? topics[topic].retentionMs);
    for (const { partition, start, next } of reader.extents(topic)) {
      const table = recordTable(topic, partition);
      const head = database.prepare(`SELECT offset, appended_at FROM ${table} WHERE offset >= ? ORDER BY offset LIMIT ${chunk}`);
      const remove = database.prepare(`DELETE FROM ${table} WHERE offset < ?`);
      for (let from = start; from < next; ) {
        const rows = head.all(from);
        const young = rows.find((row) => Number(row['appended_at']) >= cutoff);
        const oldest = Number((young ?? rows.at(-1))?.['offset'] ?? next - 1) + (young === undefined ? 1 : 0);
        if (oldest <= from) break;
        deleted += await writer.write(() => {
          moveStart.run(oldest, topic, partition);
          return Number(remove.run(oldest).changes);
        }, false);
        from = oldest;
        if (young !== undefined) break;
      }
    }
  }
  return deleted;
};
