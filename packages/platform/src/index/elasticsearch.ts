import type { FeedbackDocument } from '@earshot/model';
import type { IndexAdmin } from './admin-port.ts';
import type { Clock } from '../clock/port.ts';
import type { Telemetry } from '../telemetry/port.ts';
import { aggregateElasticsearch } from './elasticsearch-aggregate.ts';
import type { Refresh } from './elasticsearch-bulk.ts';
import { getElasticsearch } from './elasticsearch-get.ts';
import { monthsOf } from './elasticsearch-months.ts';
import { elasticsearchAdmin } from './elasticsearch-reindex.ts';
import { scanElasticsearch } from './elasticsearch-scan.ts';
import { applyElasticsearch, requireSchema } from './elasticsearch-schema.ts';
import { searchElasticsearch } from './elasticsearch-search.ts';
import { connectServer, type ServerOptions } from './elasticsearch-server.ts';
import { writeElasticsearch } from './elasticsearch-writer.ts';
import type { Index, QueryAnalyser } from './port.ts';

export interface ElasticsearchIndexOptions extends ServerOptions {
  /** Alias that is read, and stem of the monthly indices `<prefix>-2026.11`: lower case letters, digits, `_` and `-`. */
  readonly prefix: string;
  readonly analyser: QueryAnalyser;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Whether a write is found as soon as it settles: `wait_for` waits for the next refresh, true makes one (tests), false does not wait. */
  readonly refresh?: Refresh;
  readonly shards?: number;
  readonly replicas?: number;
  readonly refreshInterval?: string;
}

const prefixForm = /^[a-z][a-z0-9_-]{0,99}$/;

/**
 * The index on Elasticsearch 8.19 or later: monthly indices behind one alias. It needs `apply` once before the first use.
 * @throws RangeError for a prefix that no index can have
 */
export const openElasticsearchIndex = (options: ElasticsearchIndexOptions): Index & IndexAdmin => {
  const { prefix, analyser, clock, refresh = false, shards = 1, replicas = 1, refreshInterval = '1s' } = options;
  if (!prefixForm.test(prefix)) throw new RangeError(`${prefix} is no prefix of an index`);
  const server = connectServer(options);
  const months = monthsOf(server, prefix);
  const writing = { server, prefix, months, analyser, refresh, clock };
  const settings = { shards, replicas, refreshInterval };
  let checked: Promise<void> | undefined;
  /** Looks once; a failed look is no answer. */
  const ready = async (): Promise<void> => {
    checked ??= requireSchema(server, prefix);
    try {
      await checked;
    } catch (error) {
      checked = undefined;
      throw error;
    }
  };
  return {
    ...elasticsearchAdmin({ server, prefix, settings, analyser }),
    write: async (operations) => {
      await ready();
      return writeElasticsearch(writing, operations);
    },
    get: async (id): Promise<FeedbackDocument | null> => {
      await ready();
      return getElasticsearch(writing, id);
    },
    search: async (query, page) => {
      await ready();
      return searchElasticsearch(server, prefix, query, page, analyser);
    },
    aggregate: async (query, plan) => {
      await ready();
      return aggregateElasticsearch(server, prefix, query, plan, analyser);
    },
    scan: async function* (query) {
      await ready();
      yield* scanElasticsearch(server, prefix, query, analyser);
    },
    apply: () => applyElasticsearch(server, prefix, settings, clock),
    close: () => server.close(),
  };
};
