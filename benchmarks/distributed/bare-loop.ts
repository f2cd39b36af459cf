import { Client } from '@elastic/elasticsearch';
import kafkajs from 'kafkajs';
import type { Meter } from './meter.ts';
import { addresses, brokers, topicOf } from './space.ts';

interface Analysed {
  readonly id: string;
  readonly document?: object;
}

/**
 * The baseline: kafkajs to bulk, nothing else. Reads the analysed topic, writes its documents by their ids, commits after each write. No
 * versions, no look at single items, no metrics.
 * @param batch documents of one request
 */
export const startBareLoop = async (from: string, index: string, batch: number, meter: Meter): Promise<() => Promise<void>> => {
  const kafka = new kafkajs.Kafka({ brokers, clientId: 'bare', logLevel: kafkajs.logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `${from}earshot.analysed`, maxWaitTimeInMs: 250 });
  const elastic = new Client({ node: addresses.elasticsearch });
  await consumer.connect();
  await consumer.subscribe({ topics: [topicOf(from, 'analysed')], fromBeginning: true });
  await consumer.run({
    eachBatchAutoResolve: false,
    autoCommit: false,
    partitionsConsumedConcurrently: 2,
    eachBatch: async ({ batch: { topic, partition, messages }, resolveOffset, heartbeat }) => {
      await meter.began();
      for (let at = 0; at < messages.length; at += batch) {
        const some = messages.slice(at, at + batch);
        const operations = some.flatMap(({ value }) => {
          const { id, document } = JSON.parse(value?.toString() ?? '{}') as Analysed;
          return document === undefined ? [] : [{ index: { _index: index, _id: id } }, document];
        });
        const { errors, items } = await elastic.bulk({ operations });
        if (errors) throw new Error('the bare loop lost documents');
        const last = some.at(-1)?.offset ?? '0';
        await consumer.commitOffsets([{ topic, partition, offset: `${Number(last) + 1}` }]);
        resolveOffset(last);
        meter.landed(items.length);
        await heartbeat();
      }
    },
  });
  return async () => {
    await consumer.disconnect();
    await elastic.close();
  };
};
