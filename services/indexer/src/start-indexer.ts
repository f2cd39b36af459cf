import { fuse, indexSink, runStage, type StageHandle, type StageLimits } from '@earshot/engine';
import type { FeedbackDocument } from '@earshot/model';
import { type Clock, groupOf, type Index, type LiveFeed, type Log, type Telemetry, type Tracing } from '@earshot/platform';
import { type AnalysedMessage, decodeAnalysed } from '@earshot/stages';
import { announceIndexed } from './announce-indexed.ts';

export interface IndexerParts {
  readonly log: Log;
  readonly index: Pick<Index, 'write'>;
  readonly feed: Pick<LiveFeed, 'publish'>;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly tracing?: Tracing;
  readonly limits?: Partial<StageLimits>;
}

const documentOf = ({ id, document }: AnalysedMessage): FeedbackDocument => {
  if (document === undefined) throw new TypeError(`${id} is no deletion and has no document`);
  return document;
};

// The indexer asks no questions: its stage has no steps.
const memory = { claim: async () => [] };

/** The analysed topic into the index, by (id, version); what became visible is announced. */
export const startIndexer = ({ log, index, feed, clock, telemetry, tracing, limits }: IndexerParts): StageHandle =>
  runStage({
    stage: 'index',
    log,
    topic: 'analysed',
    group: groupOf('analysed'),
    decode: decodeAnalysed,
    hops: fuse<AnalysedMessage>(),
    bypass: ({ deleted }) => deleted,
    sink: indexSink({
      index,
      clock,
      generation: 0,
      toDocument: documentOf,
      onIndexed: announceIndexed(telemetry, (events) => feed.publish(events)),
    }),
    memory,
    clock,
    telemetry,
    settings: { pseudonymKey: '', homeOffset: '+00:00' },
    ...(tracing === undefined ? {} : { tracing }),
    ...(limits === undefined ? {} : { limits }),
  });
