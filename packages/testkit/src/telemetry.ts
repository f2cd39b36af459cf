import type { Labels, Telemetry } from '@earshot/platform';

export const silentTelemetry = (): Telemetry => ({
  count: () => undefined,
  gauge: () => undefined,
  observe: () => undefined,
  log: () => undefined,
});

export interface RecordedLog {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}

export interface RecordingTelemetry extends Telemetry {
  /** Sum of a counter or last value of a gauge, over every series that has these labels; 0 when never told. */
  value(name: string, labels?: Labels): number;
  /** Every observation of a histogram. */
  observations(name: string, labels?: Labels): readonly number[];
  readonly logs: readonly RecordedLog[];
}

interface Series {
  readonly name: string;
  readonly labels: Labels;
  readonly values: number[];
}

/** Keeps what it is told, so that a test can ask. */
export const recordingTelemetry = (): RecordingTelemetry => {
  const series = new Map<string, Series>();
  const logs: RecordedLog[] = [];
  const of = (name: string, labels: Labels): Series => {
    const key = JSON.stringify([name, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
    const known = series.get(key) ?? { name, labels, values: [] };
    series.set(key, known);
    return known;
  };
  const matching = (name: string, labels: Labels): Series[] =>
    [...series.values()].filter(
      (each) => each.name === name && Object.entries(labels).every(([label, value]) => each.labels[label] === value),
    );
  const only = (each: Series, value: number): void => {
    each.values.splice(0, each.values.length, value);
  };
  return {
    count: (name, labels = {}, by = 1) => {
      const each = of(name, labels);
      only(each, (each.values[0] ?? 0) + by);
    },
    gauge: (name, value, labels = {}) => only(of(name, labels), value),
    observe: (name, value, labels = {}) => {
      of(name, labels).values.push(value);
    },
    log: (level, event, fields = {}) => {
      logs.push({ level, event, fields });
    },
    value: (name, labels = {}) => matching(name, labels).reduce((sum, { values }) => sum + (values[0] ?? 0), 0),
    observations: (name, labels = {}) => matching(name, labels).flatMap(({ values }) => values),
    logs,
  };
};
