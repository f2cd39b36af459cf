import type { Log, LogRecord, NewRecord, Subscription } from './port.ts';

/** A fresh, empty log, reachable over as many connections as there are processes. */
export interface LogFixture {
  readonly log: Log;
  /** Another connection to the same log, as another process would have it. */
  readonly another: () => Promise<Log>;
  /** Largest value that the log takes, where it is not the topic's. */
  readonly largestBytes?: number;
  close(): Promise<void>;
}

export const wide = { maxItems: 100, maxBytes: 1_048_576 };

export const record = (key: string, text: string): NewRecord => ({ key, value: Buffer.from(text), headers: { ce_id: text } });

export const textOf = ({ value }: LogRecord): string => Buffer.from(value).toString();

/** Reads until `count` records came, committing each batch when asked to. */
export const take = async (subscription: Subscription, count: number, commit = true): Promise<LogRecord[]> => {
  const taken: LogRecord[] = [];
  if (count === 0) return taken;
  for await (const { partition, epoch, records } of subscription.batches()) {
    taken.push(...records);
    if (commit) await subscription.commit(partition, epoch, (records.at(-1)?.offset ?? -1) + 1);
    if (taken.length >= count) break;
  }
  return taken;
};

/** One key for each partition, found by appending to `retry`, which the group tests do not read. */
export const keyPerPartition = async (log: Log): Promise<string[]> => {
  const keys = Array.from({ length: 300 }, (_, at) => `key-${at}`);
  const found = new Map<number, string>();
  for (const [at, outcome] of (
    await log.append(
      'retry',
      keys.map((key) => record(key, key)),
    )
  ).entries()) {
    if (outcome.tag === 'appended') found.set(outcome.partition, keys[at] ?? '');
  }
  return [...found].sort(([a], [b]) => a - b).map(([, key]) => key);
};
