import type { RawRecord } from '@earshot/model';

const metricsOf = (labels: RawRecord['labels']): Record<string, number> =>
  Object.fromEntries(
    Object.entries(labels ?? {})
      .filter(([name]) => name.startsWith('metrics.'))
      .map(([name, value]) => [name.slice('metrics.'.length), Number(value)]),
  );

/** One post as `earshot parse social` prints it. */
export const canonicalPost = (record: RawRecord): Record<string, unknown> => ({
  id: record.sourceId,
  author: record.author?.name ?? record.author?.address ?? null,
  authorId: record.author?.address ?? null,
  text: record.body?.content ?? '',
  createdAt: record.occurredAt ?? null,
  inReplyTo: record.thread?.inReplyTo ?? null,
  conversation: record.thread?.references?.[0] ?? null,
  metrics: metricsOf(record.labels),
  rating: record.rating ?? null,
  edited: !record.deleted && record.revision > 0,
  deleted: record.deleted,
  url: record.url ?? null,
  language: record.language ?? null,
  faults: record.faults,
});
