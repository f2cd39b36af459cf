/** One row of the metric table: the only names, labels and types that leave the process. */
export interface MetricSpec {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** Closed sets of values: channels, stages, codes, connectors, routes. Never ids, texts or addresses. */
  readonly labels: readonly string[];
  /** Upper bounds of a histogram, in the unit of the name's suffix. */
  readonly buckets?: readonly number[];
  /** How the values of several threads become one; sum where absent. */
  readonly merge?: 'max' | 'first';
}

const counter = (help: string, ...labels: string[]): MetricSpec => ({ type: 'counter', help, labels });
const gauge = (help: string, ...labels: string[]): MetricSpec => ({ type: 'gauge', help, labels });

const stageSeconds = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const requestSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const freshnessSeconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1800];

/** Prometheus names by https://prometheus.io/docs/practices/naming/; dashboards and alerts rely on them. */
export const metrics = {
  earshot_intake_accepted_total: counter('Feedback accepted after its durable append.', 'channel', 'connector'),
  earshot_intake_refused_total: counter('Feedback refused at the door, by fault code.', 'connector', 'code'),
  earshot_http_request_duration_seconds: {
    type: 'histogram',
    help: 'From the request to the end of its answer.',
    labels: ['route', 'method', 'status'],
    buckets: requestSeconds,
  },
  earshot_stage_records_in_total: counter('Records that a stage took in.', 'stage'),
  earshot_stage_records_out_total: counter('Records that a stage handed on, by what became of them.', 'stage', 'outcome'),
  earshot_stage_records_dropped_total: counter('Records that a stage dropped on purpose, by reason.', 'stage', 'reason'),
  earshot_stage_records_dead_total: counter('Records that a stage wrote to the dead letters, by fault code.', 'stage', 'code'),
  earshot_stage_records_released_total: counter(
    'Records handed back to the log without a commit (revoked, fenced or stopped); they come again.',
    'stage',
  ),
  earshot_stage_outages_total: counter('Failed tries against something outside the stage, by what failed.', 'stage', 'reason'),
  earshot_stage_paused: gauge('1 while a stage waits for the end of an outage.', 'stage'),
  earshot_stage_records_parked: gauge('Records that wait for their time.', 'stage'),
  earshot_stage_buffer_items: gauge('Records in flight in a stage; bounded.', 'stage'),
  earshot_stage_buffer_bytes: gauge('Bytes in flight in a stage; bounded.', 'stage'),
  earshot_stage_duration_seconds: {
    type: 'histogram',
    help: 'Time that a stage spends on one batch.',
    labels: ['stage'],
    buckets: stageSeconds,
  },
  earshot_commits_total: counter('Position commits, committed or fenced.', 'stage', 'outcome'),
  earshot_log_lag_records: { ...gauge('Records of a topic that a group has not finished.', 'topic', 'group'), merge: 'max' },
  earshot_log_lag_seconds: { ...gauge('Age of the oldest record that a group has not finished.', 'topic', 'group'), merge: 'max' },
  earshot_freshness_seconds: {
    type: 'histogram',
    help: 'From acceptance to searchable.',
    labels: [],
    buckets: freshnessSeconds,
  },
  earshot_probe_freshness_seconds: gauge('From the append of the newest probe until a search found it.'),
  earshot_probe_failures_total: counter('Probes that were not searchable in time, or could not be sent.', 'reason'),
  earshot_build_info: { ...gauge('Always 1; the version stands in the label.', 'version'), merge: 'first' },
} as const satisfies Record<string, MetricSpec>;

export type MetricName = keyof typeof metrics;

export const metricNames: readonly MetricName[] = Object.keys(metrics) as MetricName[];

export const isMetricName = (name: string): name is MetricName => Object.hasOwn(metrics, name);
