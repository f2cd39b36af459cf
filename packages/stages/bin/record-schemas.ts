// Writes the golden records of a schema version that has none yet; what is there never changes.
import { existsSync, writeFileSync } from 'node:fs';
import { currentSchema, topics, wayTopics } from '@earshot/model';
import { goldenRecords } from '../src/testing/golden-records.ts';

const records = goldenRecords();
for (const topic of wayTopics) {
  const schema = currentSchema(topics[topic].schemas);
  const file = new URL(`../fixtures/schemas/${schema.replace('/', '-')}.json`, import.meta.url);
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(records[topic], null, 1)}\n`);
}
