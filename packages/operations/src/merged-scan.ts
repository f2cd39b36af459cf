import type { Topic } from '@earshot/model';
import type { Log, LogRecord, Offset, Partition } from '@earshot/platform';

/** From `from` on and before `to`, milliseconds since the Unix epoch. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export const always: TimeRange = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** Where the records of a range lie, as of the survey: later ones do not count. */
export interface Survey {
  readonly range: TimeRange;
  /** First and last offset by partition. */
  readonly extents: ReadonlyMap<Partition, { readonly first: Offset; readonly last: Offset }>;
  readonly records: number;
}

const lies = ({ appendedAt }: LogRecord, { from, to }: TimeRange): boolean => appendedAt >= from && appendedAt < to;

/** Reads the topic once, to know how much there is and in which partitions. */
export const surveyTopic = async (log: Pick<Log, 'scan'>, topic: Topic, range: TimeRange): Promise<Survey> => {
  const extents = new Map<Partition, { first: Offset; last: Offset }>();
  let records = 0;
  for await (const record of log.scan(topic)) {
    if (!lies(record, range)) continue;
    records += 1;
    const extent = extents.get(record.partition);
    if (extent === undefined) extents.set(record.partition, { first: record.offset, last: record.offset });
    else extent.last = record.offset;
  }
  return { range, extents, records };
};

async function* partitionScan(log: Pick<Log, 'scan'>, topic: Topic, partition: Partition, survey: Survey): AsyncGenerator<LogRecord> {
  const { first = 0, last = -1 } = survey.extents.get(partition) ?? {};
  const others = [...survey.extents.keys()].map((other) => [other, Number.MAX_SAFE_INTEGER] as const);
  for await (const record of log.scan(topic, new Map([...others, [partition, first]]))) {
    if (record.partition !== partition) continue;
    if (record.offset > last) return;
    if (lies(record, survey.range)) yield record;
    if (record.offset === last) return;
  }
}

/**
 * The surveyed records in the order in which the log took them, across partitions as well as inside each: as near to the order in which
 * they were first worked on as a log tells.
 */
export async function* mergedScan(log: Pick<Log, 'scan'>, topic: Topic, survey: Survey): AsyncGenerator<LogRecord> {
  const walks = [...survey.extents.keys()].map((partition) => partitionScan(log, topic, partition, survey));
  try {
    const heads = await Promise.all(walks.map(async (walk) => ({ walk, turn: await walk.next() })));
    for (;;) {
      let next: (typeof heads)[number] | undefined;
      for (const head of heads) {
        if (head.turn.done !== true && (next?.turn.value?.appendedAt ?? Number.POSITIVE_INFINITY) > head.turn.value.appendedAt) next = head;
      }
      if (next === undefined || next.turn.done === true) return;
      yield next.turn.value;
      next.turn = await next.walk.next();
    }
  } finally {
    for (const walk of walks) await walk.return(undefined);
  }
}
