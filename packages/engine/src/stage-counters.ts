import type { Telemetry } from '@earshot/platform';

/**
 * The books of one stage in this process. At every moment `in = out + dropped + dead + parked + buffered + released`: nothing gets lost
 * between the doors.
 */
export interface StageCounters {
  /** Records taken in, redeliveries included. */
  readonly in: number;
  readonly out: number;
  readonly dropped: number;
  readonly dead: number;
  /** Waiting for their time, now. */
  readonly parked: number;
  /** In lanes and flights, without the parked ones, now. */
  readonly buffered: number;
  readonly bufferedBytes: number;
  /** Handed back to the log without a commit: revoked, fenced or stopped; they come again to whoever holds the partition. */
  readonly released: number;
}

export interface Accounts {
  took(items: number, bytes: number): void;
  left(kind: 'out' | 'dropped' | 'dead', label: string, items: number, bytes: number): void;
  released(items: number, bytes: number): void;
  /** A buffered record starts (+1) or ends (-1) to be parked. */
  parked(change: number): void;
  committed(outcome: 'committed' | 'fenced'): void;
  flew(seconds: number): void;
  read(): StageCounters;
}

const labelNames = { out: 'outcome', dropped: 'reason', dead: 'code' } as const;

/** `onLeave` is told whenever room was made. */
export const openAccounts = (stage: string, telemetry: Telemetry, onLeave: () => void): Accounts => {
  const totals = { in: 0, out: 0, dropped: 0, dead: 0, released: 0 };
  const labels = { stage };
  let items = 0;
  let bytes = 0;
  let parkedNow = 0;
  const gauge = (): void => {
    telemetry.gauge('earshot_stage_buffer_items', items - parkedNow, labels);
    telemetry.gauge('earshot_stage_buffer_bytes', bytes, labels);
    telemetry.gauge('earshot_stage_records_parked', parkedNow, labels);
  };
  const leave = (count: number, size: number): void => {
    items -= count;
    bytes -= size;
    gauge();
    onLeave();
  };
  return {
    took: (count, size) => {
      totals.in += count;
      items += count;
      bytes += size;
      telemetry.count('earshot_stage_records_in_total', labels, count);
      gauge();
    },
    left: (kind, label, count, size) => {
      totals[kind] += count;
      telemetry.count(`earshot_stage_records_${kind}_total`, { stage, [labelNames[kind]]: label }, count);
      leave(count, size);
    },
    released: (count, size) => {
      if (count === 0) return;
      totals.released += count;
      telemetry.count('earshot_stage_records_released_total', labels, count);
      leave(count, size);
    },
    parked: (change) => {
      parkedNow += change;
      gauge();
    },
    committed: (outcome) => telemetry.count('earshot_commits_total', { stage, outcome }),
    flew: (seconds) => telemetry.observe('earshot_stage_duration_seconds', seconds, labels),
    read: () => ({ ...totals, parked: parkedNow, buffered: items - parkedNow, bufferedBytes: bytes }),
  };
};
