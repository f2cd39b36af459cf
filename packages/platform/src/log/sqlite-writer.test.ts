import { describe, expect, test } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { groupWriter } from './sqlite-writer.ts';

const opened = () => {
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE t (x INTEGER PRIMARY KEY)');
  const insert = database.prepare('INSERT INTO t VALUES (?)');
  const rows = (): number => Number(database.prepare('SELECT count(*) AS n FROM t').get()?.['n']);
  return { database, insert, rows };
};

describe('group writer', () => {
  test('a durable write settles only after the disk has it; another one does not wait', async () => {
    const { database, insert } = opened();
    let sync: (() => void) | undefined;
    const writer = groupWriter(database, 'test', () => new Promise((resolve) => (sync = resolve)));
    const events: string[] = [];
    const durable = writer.write(() => insert.run(1), true).then(() => events.push('durable'));
    await writer.write(() => insert.run(2), false);
    events.push('quick');
    sync?.();
    await durable;
    expect(events).toEqual(['quick', 'durable']);
  });

  test('writes that come together share one transaction, in order', async () => {
    const { database, insert, rows } = opened();
    let syncs = 0;
    const writer = groupWriter(database, 'test', async () => {
      syncs += 1;
    });
    await Promise.all(Array.from({ length: 100 }, (_, at) => writer.write(() => insert.run(at), true)));
    expect([rows(), syncs]).toEqual([100, 1]);
  });

  test('a failing fsync is never an acknowledgement', async () => {
    const { database, insert } = opened();
    const writer = groupWriter(database, 'test', async () => {
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    });
    await expect(writer.write(() => insert.run(1), true)).rejects.toThrow(/^err:platform:capacity:disk-full/u);
  });

  test('a failing work takes its transaction with it, and the next one works', async () => {
    const { database, insert, rows } = opened();
    const writer = groupWriter(database, 'test', async () => undefined);
    const outcomes = await Promise.allSettled([writer.write(() => insert.run(1), true), writer.write(() => insert.run(1), true)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(rows()).toBe(0);
    await writer.write(() => insert.run(1), true);
    expect(rows()).toBe(1);
    await writer.idle();
  });
});
