export { openFolderBlobs, type FolderBlobsOptions } from './blobs/folder.ts';
export { BlobMissing, type BlobRef, type Blobs } from './blobs/port.ts';
export type { Clock } from './clock/port.ts';
export { systemClock } from './clock/system.ts';
export { BadCursor, SchemaDrift, TooManyBuckets } from './index/faults.ts';
export { diffIndexes } from './index/diff-indexes.ts';
export type { Difference, IndexDiff, Shadow, ShadowIndexes, SwapReport } from './index/shadow-port.ts';
export { sqliteShadows, type SqliteShadowsOptions } from './index/sqlite-shadows.ts';
export { openSqliteIndex, type SqliteIndexOptions } from './index/sqlite.ts';
export { workerStages, type CheckedConfig, type WorkerStage } from './config/definition.ts';
export type { Environment } from './config/environment.ts';
export { loadConfig, type Config, type ConfigSources } from './config/load.ts';
export { ConfigFault, type ConfigProblem } from './config/problem.ts';
export { pseudonymKeyIn } from './config/pseudonym-key.ts';
export { Secret } from './config/secret.ts';
export { configSchema } from './config/settings.ts';
export { createLiveFeed } from './feed/in-process.ts';
export type { LiveFeed } from './feed/port.ts';
export { authorise, type ApiKey, type Caller, type KeyRole } from './http/keys.ts';
export { registerOperationRoutes, type Operations } from './http/operation-routes.ts';
export { problemOf, RequestFault, type Problem } from './http/problem.ts';
export { routesOn, type Call, type RouteSpec } from './http/route.ts';
export { createHttpServer, sendProblem, type HttpOptions } from './http/server.ts';
export type {
  AggregatePlan,
  Bucket,
  GroupBy,
  Highlight,
  Hit,
  Index,
  Interval,
  ItemOutcome,
  Metric,
  Page,
  QueryAnalyser,
  SchemaReport,
  SearchPage,
  SortOrder,
  Versioned,
} from './index/port.ts';
export type { JobLimits, JobResult, Jobs, JobWorker, NewJob, RunningJob } from './jobs/port.ts';
export type {
  AppendOutcome,
  Batch,
  CommitOutcome,
  Epoch,
  FlowLimits,
  GroupName,
  Lag,
  Log,
  LogRecord,
  NewRecord,
  Offset,
  Partition,
  Subscription,
} from './log/port.ts';
export { openSqliteJobs, type SqliteJobsOptions } from './jobs/sqlite.ts';
export { claimFolder, type FolderClaim, type FolderHolder } from './lease/claim-folder.ts';
export { claimCheckLog, type ClaimCheckOptions } from './log/claim-check.ts';
export { groupOf, recordsUnderWay, secondsUnderWay } from './log/groups.ts';
export { partitionOf } from './log/partitioner.ts';
export { openSqliteLog, type SqliteLog, type SqliteLogOptions } from './log/sqlite.ts';
export type { Claim, FirstSeen, Seen } from './seen/port.ts';
export { openSqliteSeen, type SqliteSeen, type SqliteSeenOptions } from './seen/sqlite.ts';
export { StorageFault } from './storage/fault.ts';
export { isMetricName, metricNames, metrics, type MetricName, type MetricSpec } from './telemetry/metrics.ts';
export type { Labels, Telemetry } from './telemetry/port.ts';
export type { MetricsSnapshot } from './telemetry/registry.ts';
export { noTracing, type Span, type SpanAttributes, type Tracing } from './tracing/port.ts';
export { createTelemetry, type LogLevel, type TelemetryOptions, type TelemetryService } from './telemetry/telemetry.ts';
