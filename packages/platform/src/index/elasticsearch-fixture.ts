import { randomUUID } from 'node:crypto';
import { systemClock } from '../clock/system.ts';
import type { Telemetry } from '../telemetry/port.ts';
import { openElasticsearchIndex, type ElasticsearchIndexOptions } from './elasticsearch.ts';
import { connectServer } from './elasticsearch-server.ts';
import type { QueryAnalyser } from './port.ts';

export const silent: Telemetry = { count: () => undefined, gauge: () => undefined, observe: () => undefined, log: () => undefined };

/** A prefix that no other test has. */
export const freshPrefix = (): string => `t${randomUUID().slice(0, 13)}`;

/** Removes every index and template under a prefix. */
export const dropPrefix = async (url: string, prefix: string): Promise<void> => {
  const server = connectServer({ url });
  const found = (await server.expect({ method: 'GET', path: `/${prefix}*/_alias`, query: { expand_wildcards: 'all' } })) as object;
  const indices = Object.keys(found);
  if (indices.length > 0) await server.expect({ method: 'DELETE', path: `/${indices.join(',')}` });
  await server.call({ method: 'DELETE', path: `/_index_template/${prefix}*` });
  await server.call({ method: 'DELETE', path: `/_component_template/${prefix}*` });
  await server.close();
};

/** An index of its own on a real server; writes can be found at once. */
export const openTestIndex = (url: string, analyser: QueryAnalyser, more: Partial<ElasticsearchIndexOptions> = {}) => {
  const prefix = more.prefix ?? freshPrefix();
  const index = openElasticsearchIndex({
    url,
    analyser,
    clock: systemClock,
    telemetry: silent,
    refresh: true,
    replicas: 0,
    ...more,
    prefix,
  });
  return {
    index,
    prefix,
    dispose: async (): Promise<void> => {
      await index.close();
      await dropPrefix(url, prefix);
    },
  };
};
