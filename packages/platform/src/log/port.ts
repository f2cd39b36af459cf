import type { Topic } from '@earshot/model';

export type Partition = number;
export type Offset = number;
/** Rises whenever a partition changes hands inside its group; work of an older epoch is fenced. */
export type Epoch = number;
export type GroupName = string;

export interface NewRecord {
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

export interface LogRecord extends NewRecord {
  readonly partition: Partition;
  readonly offset: Offset;
  /** When the log took it, milliseconds since the Unix epoch. */
  readonly appendedAt: number;
}

export type AppendOutcome =
  | { readonly tag: 'appended'; readonly partition: Partition; readonly offset: Offset }
  | { readonly tag: 'refused'; readonly reason: 'too-large'; readonly limitBytes: number };

/** Bounds of one batch: whichever is reached first. A single record over `maxBytes` still comes, alone. */
export interface FlowLimits {
  readonly maxItems: number;
  readonly maxBytes: number;
}

/** Records of one partition in offset order, all read under one epoch. */
export interface Batch {
  readonly partition: Partition;
  readonly epoch: Epoch;
  readonly records: readonly LogRecord[];
}

export interface Lag {
  readonly records: number;
  /** Age of the oldest record that no commit covers, seconds; 0 when there is none. */
  readonly seconds: number;
}

export type CommitOutcome = 'committed' | 'fenced';

export interface Subscription {
  /** Ends when the subscription closes. Every partition that the member holds comes by turns; none starves. */
  batches(): AsyncIterable<Batch>;
  /** Everything below `next` is finished. Never moves backwards; `fenced` when the partition went to another member. */
  commit(partition: Partition, epoch: Epoch, next: Offset): Promise<CommitOutcome>;
  /** Drain first, then fence: the partitions change hands only after `drain` settles or its deadline passes. */
  onRevoke(drain: (partitions: readonly Partition[]) => Promise<void>): void;
  close(): Promise<void>;
}

/** Append records with keys, read partitions in order; position moves only by acknowledgement. */
export interface Log {
  /** Settles when the records are durable, one outcome for each in order. Equal keys meet in one partition, in append order. */
  append(topic: Topic, records: readonly NewRecord[]): Promise<readonly AppendOutcome[]>;
  subscribe(topic: Topic, group: GroupName, limits: FlowLimits): Promise<Subscription>;
  lag(topic: Topic, group: GroupName): Promise<Lag>;
  /** One record by its place, or null where retention took it. */
  read(topic: Topic, partition: Partition, offset: Offset): Promise<LogRecord | null>;
  /**
   * Every record that is there when it starts, partition by partition in offset order, without a group and in bounded memory.
   * `from` names the first offset wanted of a partition; 0 where it names none.
   */
  scan(topic: Topic, from?: ReadonlyMap<Partition, Offset>): AsyncIterable<LogRecord>;
  close(): Promise<void>;
}
