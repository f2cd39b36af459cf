import type { Topic } from '@earshot/model';
import type { Clock, FlowLimits, GroupName, Log, LogRecord, Telemetry, Tracing } from '@earshot/platform';
import type { Backoff } from './backoff.ts';
import type { Fused } from './fuse.ts';
import type { Memory } from './run-hop.ts';
import type { Sink } from './sink.ts';
import type { StageSettings } from './step.ts';

/** Bounds of a stage; every buffer is bounded in items and bytes. */
export interface StageLimits {
  /** One batch from the log. */
  readonly batch: FlowLimits;
  /** Everything taken in and not finished; full, the stage stops pulling. At least as much as one batch. */
  readonly buffer: FlowLimits;
  /** What runs and is written together. */
  readonly flight: FlowLimits;
  /** Flights at once, 1 or more: while one waits for its sink another computes. */
  readonly flights: number;
  /** Tries of one record whose sink answers `retry` for a reason that `isDataFault` calls its own. */
  readonly maxAttempts: number;
  /** Rest of one key after `retry`. */
  readonly retry: Backoff;
  /** Pause of the whole stage in an outage; it waits for ever. */
  readonly outage: Backoff;
}

export const defaultStageLimits: StageLimits = {
  batch: { maxItems: 512, maxBytes: 4 * 1_048_576 },
  buffer: { maxItems: 4096, maxBytes: 32 * 1_048_576 },
  flight: { maxItems: 256, maxBytes: 4 * 1_048_576 },
  flights: 2,
  maxAttempts: 8,
  retry: { baseMs: 50, maxMs: 30_000 },
  outage: { baseMs: 100, maxMs: 30_000 },
};

/** Everything a stage needs to run; `In` is what the topic holds, `Out` what the sink takes. */
export interface StageSpec<In extends { readonly id: string }, Out> {
  /** Metric label, name in dead letters. */
  readonly stage: string;
  readonly log: Pick<Log, 'subscribe' | 'append'>;
  readonly topic: Topic;
  readonly group: GroupName;
  /** A throw makes the record a dead letter `err:stage:client:unreadable-record`. Pure. */
  readonly decode: (record: LogRecord) => In;
  readonly hops: Fused<In, Out>;
  /** Records that pass by the hops straight into the sink, such as deletions. Pure and total. */
  readonly bypass?: (input: In) => boolean;
  readonly sink: Sink<In, Out>;
  readonly memory: Memory;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Follows the records whose envelope carries a sampled traceparent. */
  readonly tracing?: Tracing;
  readonly settings: StageSettings;
  readonly limits?: Partial<StageLimits>;
  /** Whether a sink's `retry` for this reason is the record's own fault, so that its tries are counted. Default: never, it is an outage. */
  readonly isDataFault?: (reason: string) => boolean;
}
