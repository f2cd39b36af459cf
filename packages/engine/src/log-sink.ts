import type { Topic } from '@earshot/model';
import type { AppendOutcome, ItemOutcome, Log, NewRecord } from '@earshot/platform';
import { writeJourney } from './journey.ts';
import type { Sink, SinkItem } from './sink.ts';

const outcomeOf = (outcome: AppendOutcome): ItemOutcome =>
  outcome.tag === 'appended' ? { tag: 'done' } : { tag: 'reject', reason: `over ${outcome.limitBytes} bytes` };

/**
 * Appends to the next topic: one append for the whole flight, in order. The journey travels in the header `ce_journey`.
 * A record over the topic's size limit is rejected as `err:intake:client:too-large`.
 */
export const logSink = <In, Out>(
  log: Pick<Log, 'append'>,
  topic: Topic,
  encode: (item: SinkItem<In, Out>) => NewRecord,
): Sink<In, Out> => ({
  codes: { reject: 'err:intake:client:too-large', conflict: 'err:index:platform:lost-update' },
  write: async (items) => {
    const records = items.map((item): NewRecord => {
      const record = encode(item);
      const headers = item.traceparent === undefined ? record.headers : { ...record.headers, traceparent: item.traceparent };
      return { ...record, headers: writeJourney(headers, item.journey) };
    });
    return (await log.append(topic, records)).map(outcomeOf);
  },
});
