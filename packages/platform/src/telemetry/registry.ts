import { AggregatorRegistry, Counter, Gauge, Histogram, Registry, type MetricObjectWithValues, type MetricValue } from 'prom-client';
import { metricNames, metrics, type MetricName, type MetricSpec } from './metrics.ts';
import type { Labels } from './port.ts';

/** What a thread's metrics are worth at one moment; plain data that `postMessage` carries. */
export type MetricsSnapshot = readonly MetricObjectWithValues<MetricValue<string>>[];

type Instrument = (labels: Labels, value: number) => void;

export interface MetricRegistry {
  /** How to tell a value to each metric: counters add, gauges set, histograms observe. */
  readonly instruments: Readonly<Record<MetricName, Instrument>>;
  readonly registry: Registry;
}

const instrumentOf = (registry: Registry, name: MetricName, spec: MetricSpec): Instrument => {
  const options = {
    name,
    help: spec.help,
    labelNames: [...spec.labels],
    registers: [registry],
    aggregator: spec.merge ?? ('sum' as const),
  };
  if (spec.type === 'histogram') {
    const histogram = new Histogram({ ...options, buckets: [...(spec.buckets ?? [])] });
    return (labels, value) => histogram.observe(labels, value);
  }
  if (spec.type === 'gauge') {
    const gauge = new Gauge(options);
    return (labels, value) => gauge.set(labels, value);
  }
  const counter = new Counter(options);
  return (labels, value) => counter.inc(labels, value);
};

export const createRegistry = (): MetricRegistry => {
  const registry = new Registry();
  const entries = metricNames.map((name) => [name, instrumentOf(registry, name, metrics[name])] as const);
  return { registry, instruments: Object.fromEntries(entries) as Record<MetricName, Instrument> };
};

export const snapshotOf = (registry: Registry): Promise<MetricsSnapshot> => registry.getMetricsAsJSON();

/** The Prometheus text of several threads as one. */
export const renderMerged = (snapshots: readonly MetricsSnapshot[]): Promise<string> =>
  AggregatorRegistry.aggregate(snapshots as unknown as Parameters<typeof AggregatorRegistry.aggregate>[0]).metrics();
