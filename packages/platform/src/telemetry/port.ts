/** Label values are closed sets: channels, stages, codes. Never ids, texts or addresses. */
export type Labels = Readonly<Record<string, string>>;

/** Counters, gauges and histograms under stable names (docs/reference/metrics.md), and logs without personal data. */
export interface Telemetry {
  count(name: string, labels?: Labels, by?: number): void;
  gauge(name: string, value: number, labels?: Labels): void;
  /** Seconds or bytes, as the name's suffix says. */
  observe(name: string, value: number, labels?: Labels): void;
  log(level: 'debug' | 'info' | 'warn' | 'error', event: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
}
