import { systemClock } from '@earshot/platform';
import { openElasticsearchIndex } from '@earshot/platform/distributed';
import { fold, words } from '@earshot/text';
import { addresses, type Grounds } from './space.ts';

/** The month that the corpus lies in. */
const month = '2026.10';

/** An index of the indexer's own template for a loop that knows no months. @returns its name */
export const freshMonth = async ({ elastic, telemetry, indexPrefix }: Grounds): Promise<string> => {
  const prefix = indexPrefix();
  const options = { url: addresses.elasticsearch, prefix, replicas: 0, analyser: { words, fold }, clock: systemClock, telemetry };
  const index = openElasticsearchIndex(options);
  await index.apply();
  await index.close();
  const name = `${prefix}-${month}-g1`;
  await elastic.indices.create({ index: name, aliases: { [`${prefix}-${month}`]: { is_write_index: true }, [prefix]: {} } });
  return name;
};
