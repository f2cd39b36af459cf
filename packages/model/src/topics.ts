import type { SchemaHistory } from './upcast.ts';

/** One row per Kafka topic; the only place where topic names, partitions and retention stand. */
export interface TopicSpec {
  readonly name: string;
  /** What the record key is: order is kept per key. */
  readonly key: 'conversation' | 'original';
  readonly partitions: number;
  readonly retentionMs: number;
  readonly maxMessageBytes: number;
  readonly cleanup: 'delete' | 'compact';
  /** Versions of its values; the header `ce_dataschema` of a record names its own. */
  readonly schemas: SchemaHistory;
}

const day = 86_400_000;
const mebibyte = 1_048_576;

const spec = (name: string, key: TopicSpec['key'], retentionDays: number, schemas: SchemaHistory): TopicSpec => ({
  name,
  key,
  partitions: 12,
  retentionMs: retentionDays * day,
  maxMessageBytes: mebibyte,
  cleanup: 'delete',
  schemas,
});

export const topics = {
  raw: spec('feedback.raw.v1', 'conversation', 30, [{ id: 'raw/1' }]),
  cleaned: spec('feedback.cleaned.v1', 'conversation', 7, [{ id: 'cleaned/1' }]),
  normalised: spec('feedback.normalised.v1', 'conversation', 7, [{ id: 'normalised/1' }]),
  analysed: spec('feedback.analysed.v1', 'conversation', 30, [{ id: 'analysed/1' }]),
  dead: spec('feedback.dead.v1', 'original', 90, [{ id: 'dead/1' }]),
  retry: spec('feedback.retry.v1', 'original', 1, [{ id: 'raw/1' }]),
} as const satisfies Record<string, TopicSpec>;

/** Logical topic; a deployment may prefix the name, never the meaning. */
export type Topic = keyof typeof topics;

/** The topics between a customer's words and the index, in the order of the way. */
export const wayTopics = ['raw', 'cleaned', 'normalised', 'analysed'] as const satisfies readonly Topic[];

export const topicNames: readonly Topic[] = Object.keys(topics) as Topic[];
