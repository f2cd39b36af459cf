/** One row per Kafka topic; the only place where topic names, partitions and retention stand. */
export interface TopicSpec {
  readonly name: string;
  /** What the record key is: order is kept per key. */
  readonly key: 'conversation' | 'original';
  readonly partitions: number;
  readonly retentionMs: number;
  readonly maxMessageBytes: number;
  readonly cleanup: 'delete' | 'compact';
}

const day = 86_400_000;
const mebibyte = 1_048_576;

const spec = (name: string, key: TopicSpec['key'], retentionDays: number): TopicSpec => ({
  name,
  key,
  partitions: 12,
  retentionMs: retentionDays * day,
  maxMessageBytes: mebibyte,
  cleanup: 'delete',
});

export const topics = {
  raw: spec('feedback.raw.v1', 'conversation', 30),
  cleaned: spec('feedback.cleaned.v1', 'conversation', 7),
  normalised: spec('feedback.normalised.v1', 'conversation', 7),
  analysed: spec('feedback.analysed.v1', 'conversation', 30),
  dead: spec('feedback.dead.v1', 'original', 90),
  retry: spec('feedback.retry.v1', 'original', 1),
} as const satisfies Record<string, TopicSpec>;

/** Logical topic; a deployment may prefix the name, never the meaning. */
export type Topic = keyof typeof topics;

export const topicNames: readonly Topic[] = Object.keys(topics) as Topic[];
