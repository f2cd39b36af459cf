import type { FaultCode } from '@earshot/model';
import type { ItemOutcome, LogRecord } from '@earshot/platform';
import type { JourneyEntry } from './journey.ts';

/** A record on its way out of a stage. */
export interface SinkItem<In, Out> {
  readonly source: LogRecord;
  readonly input: In;
  /** What the hops made of it; absent for a record that passes by them (`bypass`), such as a deletion. */
  readonly output?: Out;
  /** Every stage so far, this one's hops included. */
  readonly journey: readonly JourneyEntry[];
  /** W3C traceparent of this stage's span, where the record's trace is followed. */
  readonly traceparent?: string;
}

/** Where a stage writes. Writing an item again must change nothing: a stage repeats what it cannot prove. */
export interface Sink<In, Out> {
  /**
   * Writes in order, one outcome for each item. After `retry` the stage writes the item and all later ones of its key again.
   * Rejects in an outage: the stage waits and writes everything again.
   */
  write(items: readonly SinkItem<In, Out>[]): Promise<readonly ItemOutcome[]>;
  /** Fault code of a dead letter by outcome. */
  readonly codes: { readonly reject: FaultCode; readonly conflict: FaultCode };
}
