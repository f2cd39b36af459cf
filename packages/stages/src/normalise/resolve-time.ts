import type { MemoryStep } from '@earshot/engine';
import { type Instant, ok } from '@earshot/model';
import { readTime } from '@earshot/text';
import type { CleanedRecord } from '../records.ts';
import type { RatedRecord } from './normalise-rating.ts';

export interface Timed {
  readonly timed: { readonly occurredAt: string; readonly timeZone?: string; readonly clockSkew: boolean };
}

export type TimedRecord = RatedRecord & Timed;

const leeway = 5 * 60_000;
/** Before this no customer wrote to anybody by these channels: such a clock was never set. */
const earliest = Date.UTC(1995, 0, 1);
const tenYears = 3652 * 86_400_000;

const instantOf = (text: string | undefined, fallback: Instant): Instant => {
  const parsed = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(parsed) ? fallback : parsed;
};

const isUsable = (at: Instant, received: Instant): boolean => at <= received + leeway && at >= earliest;

// Any offset will do here: it moves a time by hours, and only a time near the receipt is in doubt, which asks once too often at worst.
const needsReceipt = (record: CleanedRecord): boolean => {
  const given = record.occurredAt === undefined ? null : readTime(record.occurredAt, '+00:00');
  return given === null || !isUsable(given.at, instantOf(record.receivedAt, given.at) - 16 * 3_600_000);
};

/**
 * When the customer spoke, in UTC. A source clock that runs ahead of the receipt, or was never set, does not count: the receipt does, and
 * of several receipts of one message (edits, repeated deliveries) the first, so that its time never changes.
 */
export const resolveTime: MemoryStep<RatedRecord, Timed> = {
  kind: 'memory',
  name: 'resolve-time',
  version: '2',
  windowMs: tenYears,
  ask: (record) => (needsReceipt(record) ? [{ fingerprint: `receipt:${record.id}`, note: record.receivedAt }] : []),
  decide: (record, [first], { now, settings }) => {
    const received = instantOf(record.receivedAt, now);
    const given = record.occurredAt === undefined ? null : readTime(record.occurredAt, settings.homeOffset);
    const skewed = given !== null && !isUsable(given.at, received);
    const at = given === null || skewed ? instantOf(first?.note, received) : given.at;
    return ok({
      ...record,
      timed: {
        occurredAt: new Date(at).toISOString(),
        ...(given?.offset === undefined ? {} : { timeZone: given.offset }),
        clockSkew: skewed,
      },
    });
  },
};
