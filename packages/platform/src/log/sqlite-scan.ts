import type { Topic } from '@earshot/model';
import type { LogRecord, Offset, Partition } from './port.ts';
import type { Reader } from './sqlite-reader.ts';

const page = { maxItems: 500, maxBytes: 8 * 1_048_576 };

/** Every record below the ends that it finds at its start. */
export async function* scanTopic(reader: Reader, topic: Topic, from: ReadonlyMap<Partition, Offset>): AsyncGenerator<LogRecord> {
  for (const { partition, next: end } of reader.extents(topic)) {
    let position = from.get(partition) ?? 0;
    while (position < end) {
      const records = reader.page(topic, partition, position, page);
      if (records.length === 0) break;
      for (const record of records) {
        if (record.offset >= end) break;
        yield record;
      }
      position = (records.at(-1)?.offset ?? end) + 1;
    }
  }
}
