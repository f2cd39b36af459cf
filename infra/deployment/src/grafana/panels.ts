import type { PanelSpec, Target } from './panel.ts';

const rate = (metric: string, by: string, filter = ''): string => `sum by (${by}) (rate(${metric}${filter}[$__rate_interval]))`;
const quantile = (q: number, metric: string, by = '', filter = ''): string =>
  `histogram_quantile(${q}, sum by (${['le', by].filter((label) => label !== '').join(', ')}) (rate(${metric}_bucket${filter}[$__rate_interval])))`;

const byStage = (metric: string): readonly Target[] => [{ expr: rate(metric, 'stage', '{stage=~"$stage"}'), legend: '{{stage}}' }];
const quantiles = (metric: string): readonly Target[] =>
  [0.5, 0.95, 0.99].map((q) => ({ expr: quantile(q, metric), legend: `p${q * 100}` }));

/** In the order of a message's way. Every metric and label stands in the table of the platform; a test holds them to it. */
export const panels: readonly PanelSpec[] = [
  {
    title: 'Accepted',
    unit: 'cps',
    description: 'Feedback after its durable append.',
    stacked: true,
    targets: [{ expr: rate('earshot_intake_accepted_total', 'channel'), legend: '{{channel}}' }],
  },
  {
    title: 'Refused',
    unit: 'cps',
    description: 'At the door, by fault code.',
    stacked: true,
    targets: [{ expr: rate('earshot_intake_refused_total', 'connector, code'), legend: '{{connector}} {{code}}' }],
  },
  {
    title: 'From acceptance to searchable',
    unit: 's',
    description: 'The promise to the analyst. Refresh of the index included.',
    targets: quantiles('earshot_freshness_seconds'),
  },
  {
    title: 'Probe: from acceptance to searchable',
    unit: 's',
    description: 'Measured by messages of our own, where probe.everySeconds is set; speaks at night too.',
    targets: [{ expr: 'max(earshot_probe_freshness_seconds)', legend: 'newest' }],
  },
  {
    title: 'Probes that failed',
    unit: 'short',
    description: 'In the last five minutes.',
    targets: [{ expr: 'sum by (reason) (increase(earshot_probe_failures_total[5m]))', legend: '{{reason}}' }],
  },
  {
    title: 'Lag, seconds',
    unit: 's',
    description: 'Age of the oldest record that a group has not finished. Intake answers 429 beyond limits.backlogSeconds.',
    targets: [{ expr: 'max by (topic, group) (earshot_log_lag_seconds)', legend: '{{topic}} {{group}}' }],
  },
  {
    title: 'Lag, records',
    unit: 'short',
    description: 'What KEDA scales by.',
    targets: [{ expr: 'max by (topic, group) (earshot_log_lag_records)', legend: '{{topic}} {{group}}' }],
  },
  {
    title: 'Stages that wait',
    unit: 'short',
    description: 'Processes that wait for the end of an outage.',
    targets: [{ expr: 'sum by (stage) (earshot_stage_paused{stage=~"$stage"})', legend: '{{stage}}' }],
  },
  { title: 'In', unit: 'cps', description: 'Records that a stage took in.', targets: byStage('earshot_stage_records_in_total') },
  {
    title: 'Out',
    unit: 'cps',
    description: 'Records handed on, by what became of them.',
    targets: [{ expr: rate('earshot_stage_records_out_total', 'stage, outcome', '{stage=~"$stage"}'), legend: '{{stage}} {{outcome}}' }],
  },
  {
    title: 'Dropped on purpose',
    unit: 'cps',
    description: 'By reason.',
    targets: [{ expr: rate('earshot_stage_records_dropped_total', 'stage, reason', '{stage=~"$stage"}'), legend: '{{stage}} {{reason}}' }],
  },
  {
    title: 'Dead letters',
    unit: 'cps',
    description: 'By fault code; earshot dead list shows them.',
    targets: [{ expr: rate('earshot_stage_records_dead_total', 'stage, code', '{stage=~"$stage"}'), legend: '{{stage}} {{code}}' }],
  },
  {
    title: 'Parked',
    unit: 'short',
    description: 'Records that wait for their time.',
    targets: [{ expr: 'sum by (stage) (earshot_stage_records_parked{stage=~"$stage"})', legend: '{{stage}}' }],
  },
  {
    title: 'Handed back',
    unit: 'cps',
    description: 'Released without a commit by a rebalance or a stop; they come again.',
    targets: byStage('earshot_stage_records_released_total'),
  },
  {
    title: 'Outages',
    unit: 'cps',
    description: 'Failed tries against something outside the stage.',
    targets: [{ expr: rate('earshot_stage_outages_total', 'stage, reason', '{stage=~"$stage"}'), legend: '{{stage}} {{reason}}' }],
  },
  {
    title: 'Batch, p95',
    unit: 's',
    description: 'Time that a stage spends on one batch.',
    targets: [{ expr: quantile(0.95, 'earshot_stage_duration_seconds', 'stage', '{stage=~"$stage"}'), legend: '{{stage}}' }],
  },
  {
    title: 'Commits',
    unit: 'ops',
    description: 'Fenced ones were made by a member that had lost its partitions.',
    targets: [{ expr: rate('earshot_commits_total', 'stage, outcome', '{stage=~"$stage"}'), legend: '{{stage}} {{outcome}}' }],
  },
  {
    title: 'In flight, records',
    unit: 'short',
    description: 'Bounded: a stage pauses its partitions at the bound.',
    targets: [{ expr: 'sum by (stage) (earshot_stage_buffer_items{stage=~"$stage"})', legend: '{{stage}}' }],
  },
  {
    title: 'In flight, bytes',
    unit: 'bytes',
    description: 'Bounded: a stage pauses its partitions at the bound.',
    targets: [{ expr: 'sum by (stage) (earshot_stage_buffer_bytes{stage=~"$stage"})', legend: '{{stage}}' }],
  },
  {
    title: 'HTTP, p95 by route',
    unit: 's',
    description: 'From the request to the end of its answer.',
    targets: [{ expr: quantile(0.95, 'earshot_http_request_duration_seconds', 'route, method'), legend: '{{method}} {{route}}' }],
  },
  {
    title: 'HTTP answers',
    unit: 'cps',
    description: 'By status.',
    stacked: true,
    targets: [{ expr: rate('earshot_http_request_duration_seconds_count', 'status'), legend: '{{status}}' }],
  },
  {
    title: 'Versions',
    unit: 'short',
    description: 'Processes by version; two versions: an upgrade is under way.',
    stacked: true,
    targets: [{ expr: 'count by (version) (earshot_build_info)', legend: '{{version}}' }],
  },
];
