import { topicNames, topics, type Topic } from '@earshot/model';
import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '../storage/database.ts';
import type { Partition } from './port.ts';

const version = 1;

/** A table per partition: appends always touch the end of a B-tree, the cheapest place. */
export const recordTable = (topic: Topic, partition: Partition): string => `record_${topic}_${partition}`;

const schema = (): string => {
  const statements = [
    // Records lie at start <= offset < next; both only rise.
    `CREATE TABLE IF NOT EXISTS extent (topic TEXT, partition INTEGER, start INTEGER NOT NULL, next INTEGER NOT NULL,
      PRIMARY KEY (topic, partition)) WITHOUT ROWID`,
    // next: everything below is committed. owner works on the partition, wanted shall do so next.
    `CREATE TABLE IF NOT EXISTS assignment (topic TEXT, group_name TEXT, partition INTEGER, next INTEGER NOT NULL, epoch INTEGER NOT NULL,
      owner TEXT, wanted TEXT, PRIMARY KEY (topic, group_name, partition)) WITHOUT ROWID`,
    `CREATE TABLE IF NOT EXISTS member (id TEXT PRIMARY KEY, topic TEXT NOT NULL, group_name TEXT NOT NULL, pid INTEGER NOT NULL,
      host TEXT NOT NULL, seen_at INTEGER NOT NULL) WITHOUT ROWID`,
  ];
  for (const topic of topicNames) {
    for (let partition = 0; partition < topics[topic].partitions; partition += 1) {
      statements.push(
        `CREATE TABLE IF NOT EXISTS ${recordTable(topic, partition)}
          (offset INTEGER PRIMARY KEY, appended_at INTEGER NOT NULL, key TEXT NOT NULL, headers TEXT NOT NULL, value BLOB NOT NULL)`,
        `INSERT OR IGNORE INTO extent VALUES ('${topic}', ${partition}, 0, 0)`,
      );
    }
  }
  return statements.join(';\n');
};

/** @throws when a newer version of Earshot wrote the file */
export const applyLogSchema = (database: DatabaseSync, file: string): void => {
  const found = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (found > version) {
    throw new Error(`${file} was written by a newer Earshot (schema ${found}, this one knows ${version}); upgrade, or name another folder`);
  }
  transaction(database, file, () => {
    database.exec(schema());
    database.exec(`PRAGMA user_version = ${version}`);
  });
};
