import type { PlainStep } from '@earshot/engine';
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

const receivedAt = (record: CleanedRecord, now: Instant): Instant => {
  const parsed = Date.parse(record.receivedAt);
  return Number.isNaN(parsed) ? now : parsed;
};

/** When the customer spoke, in UTC. A source clock that runs ahead of the receipt, or was never set, does not count: the receipt does. */
export const resolveTime: PlainStep<RatedRecord, Timed> = {
  kind: 'plain',
  name: 'resolve-time',
  version: '1',
  decide: (record, { now, settings }) => {
    const received = receivedAt(record, now);
    const given = record.occurredAt === undefined ? null : readTime(record.occurredAt, settings.homeOffset);
    const skewed = given !== null && (given.at > received + leeway || given.at < earliest);
    const at = given === null || skewed ? received : given.at;
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
