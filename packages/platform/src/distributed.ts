// The front door of the adapters that need servers. Apart from index.ts, so that the embedded system loads no client of theirs.
export { openTelemetryTracing, type OpenTelemetryOptions } from './tracing/open-telemetry.ts';
export { openRedisFeed, type RedisFeedOptions } from './feed/redis.ts';
export { openBullJobs, type BullJobsOptions } from './jobs/bullmq.ts';
export { openS3Blobs, type S3BlobsOptions } from './blobs/s3.ts';
export { openKafkaLog, type KafkaLogOptions } from './log/kafka.ts';
export { applyTopics, checkTopics, type TopicDrift, type TopicOptions, type TopicReport } from './log/kafka-topics.ts';
export type { IndexAdmin, ReindexedMonth, ReindexOptions, ReindexProgress, ReindexReport } from './index/admin-port.ts';
export { ReindexFault } from './index/faults.ts';
export { elasticsearchShadows } from './index/elasticsearch-shadows.ts';
export { IndexOutage } from './index/elasticsearch-faults.ts';
export { openElasticsearchIndex, type ElasticsearchIndexOptions } from './index/elasticsearch.ts';
export { openRedisSeen, type RedisSeenOptions } from './seen/redis.ts';
