import { pino, type DestinationStream } from 'pino';
import { collectDefaultMetrics } from 'prom-client';
import type { Clock } from '../clock/port.ts';
import { isMetricName, metrics, type MetricSpec } from './metrics.ts';
import type { Labels, Telemetry } from './port.ts';
import { redact } from './redact.ts';
import { createRegistry, renderMerged, snapshotOf, type MetricsSnapshot } from './registry.ts';

export type LogLevel = Parameters<Telemetry['log']>[0];

export interface TelemetryOptions {
  /** Field `service` of every log line. */
  readonly service: string;
  readonly version: string;
  readonly clock: Clock;
  /** Default info. */
  readonly level?: LogLevel | 'silent';
  /** Default standard error. */
  readonly destination?: DestinationStream;
  /** Throw on a metric or label that the table does not declare (tests); otherwise it is logged once and left out. */
  readonly strict?: boolean;
  /** Also the process's own metrics: memory, event loop, garbage collection. Once per process. */
  readonly processMetrics?: boolean;
}

export interface TelemetryService extends Telemetry {
  /** Prometheus text of this thread and of every absorbed snapshot. */
  render(): Promise<string>;
  /** Value of Content-Type for `render`. */
  readonly contentType: string;
  /** This thread's own metrics, to be sent to the main thread. */
  snapshot(): Promise<MetricsSnapshot>;
  /** Takes over the newest snapshot of a worker thread; the one before it is replaced. */
  absorb(worker: string, snapshot: MetricsSnapshot): void;
}

const undeclared = (name: string, type: MetricSpec['type'], labels: Labels): string | null => {
  if (!isMetricName(name)) return `the metric ${name} is not declared`;
  const spec: MetricSpec = metrics[name];
  if (spec.type !== type) return `the metric ${name} is a ${spec.type}, not a ${type}`;
  const given = Object.keys(labels);
  const right = given.length === spec.labels.length && spec.labels.every((label) => Object.hasOwn(labels, label));
  return right ? null : `the metric ${name} has the labels ${spec.labels.join(', ') || 'none'}, not ${given.join(', ') || 'none'}`;
};

/** Metrics after the table `metrics`, and JSON log lines without personal data: `{level, time, service, event, ...fields}`. */
export const createTelemetry = (options: TelemetryOptions): TelemetryService => {
  const { clock, strict = false } = options;
  const { registry, instruments } = createRegistry();
  if (options.processMetrics === true) collectDefaultMetrics({ register: registry });
  const logger = pino(
    {
      level: options.level ?? 'info',
      base: { service: options.service },
      messageKey: 'event',
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
    },
    options.destination ?? pino.destination({ fd: 2, sync: true }),
  );
  const told = new Set<string>();
  const absorbed = new Map<string, MetricsSnapshot>();

  const tell = (name: string, type: MetricSpec['type'], labels: Labels, value: number): void => {
    const fault = undeclared(name, type, labels);
    if (fault === null && isMetricName(name) && Number.isFinite(value)) {
      instruments[name](labels, value);
      return;
    }
    const reason = fault ?? `the metric ${name} cannot be ${value}`;
    if (strict) throw new TypeError(reason);
    if (told.has(reason) || told.size > 100) return;
    told.add(reason);
    logger.warn({ reason }, 'metric-left-out');
  };
  instruments.earshot_build_info({ version: options.version }, 1);

  return {
    count: (name, labels = {}, by = 1) => tell(name, 'counter', labels, by),
    gauge: (name, value, labels = {}) => tell(name, 'gauge', labels, value),
    observe: (name, value, labels = {}) => tell(name, 'histogram', labels, value),
    log: (level, event, fields = {}) => {
      if (logger.isLevelEnabled(level)) logger[level](redact(fields), event);
    },
    contentType: registry.contentType,
    render: async () => (absorbed.size === 0 ? registry.metrics() : renderMerged([await snapshotOf(registry), ...absorbed.values()])),
    snapshot: () => snapshotOf(registry),
    absorb: (worker, snapshot) => {
      absorbed.set(worker, snapshot);
    },
  };
};
