import type { Admin } from 'kafkajs';
import type { Clock } from '../clock/port.ts';
import type { Fetcher } from './kafka-fetch.ts';
import { patiently } from './kafka-patience.ts';
import type { Lag, Offset, Partition } from './port.ts';

/** First and behind the last offset of each partition. */
export interface Extent {
  readonly partition: Partition;
  readonly low: Offset;
  readonly high: Offset;
}

/** What a look at positions needs. */
export interface OffsetReader {
  readonly admin: Admin;
  readonly clock: Pick<Clock, 'sleep'>;
}

export const extentsOf = async ({ admin, clock }: OffsetReader, topic: string): Promise<readonly Extent[]> =>
  (await patiently(clock, () => admin.fetchTopicOffsets(topic)))
    .map(({ partition, low, high }) => ({ partition, low: Number(low), high: Number(high) }))
    .toSorted((a, b) => a.partition - b.partition);

const positionsOf = async ({ admin, clock }: OffsetReader, topic: string, group: string): Promise<ReadonlyMap<Partition, Offset>> => {
  const [found] = await patiently(clock, () => admin.fetchOffsets({ groupId: group, topics: [topic] }));
  const known = (found?.partitions ?? []).filter(({ offset }) => offset !== '-1');
  return new Map(known.map(({ partition, offset }) => [partition, Number(offset)]));
};

/** Where a group goes on in the given partitions: its commit, or the first record that is there. */
export const committedOffsets = async (
  reader: OffsetReader,
  topic: string,
  group: string,
  partitions: readonly Partition[],
): Promise<Map<Partition, Offset>> => {
  const [positions, extents] = await Promise.all([positionsOf(reader, topic, group), extentsOf(reader, topic)]);
  const low = new Map(extents.map((extent) => [extent.partition, extent.low]));
  return new Map(partitions.map((partition) => [partition, positions.get(partition) ?? low.get(partition) ?? 0]));
};

/** What a look at the oldest uncommitted record costs: the broker sends one batch at least. */
const lookBytes = 1;

export interface LagReader {
  lag(topic: string, group: string, now: number): Promise<Lag>;
}

/** Lag in records by positions, in seconds by the time of the oldest record that no commit covers, exact to the broker's clock. */
export const lagReader = (reader: OffsetReader, fetcher: Fetcher): LagReader => {
  /** Times of oldest records by place, so that a group that stands still costs no fetch. */
  const times = new Map<string, { readonly offset: Offset; readonly at: number }>();
  const timeAt = async (topic: string, partition: Partition, offset: Offset): Promise<number | null> => {
    const place = `${topic}/${partition}`;
    const known = times.get(place);
    if (known?.offset === offset) return known.at;
    const { records } = await fetcher.fetch(topic, partition, offset, lookBytes);
    const [record] = records;
    if (record === undefined) return null;
    times.set(place, { offset, at: record.appendedAt });
    return record.appendedAt;
  };
  return {
    lag: async (topic, group, now) => {
      const [positions, extents] = await Promise.all([positionsOf(reader, topic, group), extentsOf(reader, topic)]);
      let records = 0;
      const behind: { readonly partition: Partition; readonly from: Offset }[] = [];
      for (const { partition, low, high } of extents) {
        const from = Math.max(low, positions.get(partition) ?? low);
        if (high <= from) continue;
        records += high - from;
        behind.push({ partition, from });
      }
      const at = await Promise.all(behind.map(({ partition, from }) => timeAt(topic, partition, from)));
      const oldest = at.filter((time) => time !== null).reduce((least, time) => Math.min(least, time), now);
      return { records, seconds: Math.max(0, (now - oldest) / 1000) };
    },
  };
};
