import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { systemClock } from '../clock/system.ts';
import { metricNames, metrics, type MetricSpec } from './metrics.ts';
import { metricsPage } from './metrics-page.ts';
import { redact } from './redact.ts';
import { createTelemetry, type TelemetryOptions } from './telemetry.ts';

const clock = { ...systemClock, now: () => Date.UTC(2026, 0, 2, 3, 4, 5) };

const created = (options: Partial<TelemetryOptions> = {}) => {
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  const telemetry = createTelemetry({ service: 'test', version: '1.2.3', clock, destination, strict: true, ...options });
  return { telemetry, lines: () => lines.map((line): unknown => JSON.parse(line)) };
};

const value = async (text: Promise<string>, series: string): Promise<number | undefined> => {
  const line = (await text).split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};

describe('metrics', () => {
  test('counters add, gauges set, histograms observe, under the declared names', async () => {
    const { telemetry } = created();
    telemetry.count('earshot_intake_accepted_total', { channel: 'web', connector: 'web-form' });
    telemetry.count('earshot_intake_accepted_total', { channel: 'web', connector: 'web-form' }, 4);
    telemetry.gauge('earshot_stage_buffer_items', 7, { stage: 'clean' });
    telemetry.gauge('earshot_stage_buffer_items', 3, { stage: 'clean' });
    telemetry.observe('earshot_freshness_seconds', 0.03);
    expect(await value(telemetry.render(), 'earshot_intake_accepted_total{channel="web",connector="web-form"}')).toBe(5);
    expect(await value(telemetry.render(), 'earshot_stage_buffer_items{stage="clean"}')).toBe(3);
    expect(await value(telemetry.render(), 'earshot_freshness_seconds_bucket{le="0.05"}')).toBe(1);
    expect(await value(telemetry.render(), 'earshot_build_info{version="1.2.3"}')).toBe(1);
    expect(telemetry.contentType).toMatch(/^text\/plain/u);
  });

  test.each([
    ['an unknown name', 'earshot_unknown_total', { stage: 'clean' }],
    ['another type', 'earshot_stage_buffer_items', { stage: 'clean' }],
    ['a label too many', 'earshot_stage_records_in_total', { stage: 'clean', id: 'fb_1' }],
    ['a label missing', 'earshot_stage_records_in_total', {}],
    ['another label', 'earshot_stage_records_in_total', { author: 'a' }],
  ])('%s is a defect in tests, and in production one log line instead of a crash', async (_, name, labels) => {
    expect(() => created().telemetry.count(name, labels)).toThrow(TypeError);
    const { telemetry, lines } = created({ strict: false });
    telemetry.count(name, labels);
    telemetry.count(name, labels);
    expect(lines()).toHaveLength(1);
    expect(await telemetry.render()).not.toMatch(/fb_1|author|unknown/u);
  });

  test.each([NaN, Infinity])('%d never reaches a metric', (wrong) => {
    expect(() => created().telemetry.gauge('earshot_stage_buffer_items', wrong, { stage: 'clean' })).toThrow(TypeError);
  });

  test('threads merge into one page: counters and histograms add, lag takes the worst, a newer snapshot replaces the older', async () => {
    const { telemetry: main } = created();
    const { telemetry: worker } = created();
    for (const each of [main, worker]) {
      each.count('earshot_stage_records_in_total', { stage: 'clean' }, 2);
      each.observe('earshot_stage_duration_seconds', 0.002, { stage: 'clean' });
    }
    main.gauge('earshot_log_lag_records', 5, { topic: 'raw', group: 'worker' });
    worker.gauge('earshot_log_lag_records', 9, { topic: 'raw', group: 'worker' });
    main.absorb('one', structuredClone(await worker.snapshot()));
    worker.count('earshot_stage_records_in_total', { stage: 'clean' }, 10);
    main.absorb('one', structuredClone(await worker.snapshot()));
    expect(await value(main.render(), 'earshot_stage_records_in_total{stage="clean"}')).toBe(14);
    expect(await value(main.render(), 'earshot_stage_duration_seconds_count{stage="clean"}')).toBe(2);
    expect(await value(main.render(), 'earshot_log_lag_records{topic="raw",group="worker"}')).toBe(9);
    expect(await value(main.render(), 'earshot_build_info{version="1.2.3"}')).toBe(1);
  });

  test('a snapshot crosses a real thread', async () => {
    const source = `
      const { parentPort } = await import('node:worker_threads');
      const { createTelemetry } = await import(${JSON.stringify(new URL('./telemetry.ts', import.meta.url).href)});
      const { systemClock } = await import(${JSON.stringify(new URL('../clock/system.ts', import.meta.url).href)});
      const telemetry = createTelemetry({ service: 'w', version: '1.2.3', clock: systemClock, strict: true });
      telemetry.count('earshot_commits_total', { stage: 'clean', outcome: 'committed' }, 3);
      parentPort.postMessage(await telemetry.snapshot());`;
    const worker = new Worker(source, { eval: true, execArgv: ['--input-type=module'] });
    const snapshot = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    const { telemetry } = created();
    telemetry.absorb('w', snapshot as Parameters<typeof telemetry.absorb>[1]);
    expect(await value(telemetry.render(), 'earshot_commits_total{stage="clean",outcome="committed"}')).toBe(3);
    await worker.terminate();
  });

  test('every name keeps the Prometheus rules and no label can hold a person or an id', () => {
    for (const name of metricNames) {
      const spec: MetricSpec = metrics[name];
      expect(name).toMatch(/^earshot_[a-z]+(_[a-z]+)+$/u);
      expect(name.endsWith('_total')).toBe(spec.type === 'counter');
      if (spec.type === 'histogram') expect(name).toMatch(/_(seconds|bytes)$/u);
      for (const label of spec.labels) expect(label).not.toMatch(/id|author|text|address|account|key|url/u);
    }
  });

  test('the reference page is current: bin/generate-reference.ts writes it', () => {
    const page = new URL('../../../../docs/reference/metrics.md', import.meta.url);
    expect(readFileSync(page, 'utf8')).toBe(metricsPage());
  });
});

describe('logs', () => {
  test('a line is JSON with level, time, service and event', () => {
    const { telemetry, lines } = created();
    telemetry.log('warn', 'outage', { stage: 'index', attempt: 3, healthy: false });
    expect(lines()).toEqual([
      { level: 'warn', time: '2026-01-02T03:04:05.000Z', service: 'test', stage: 'index', attempt: 3, healthy: false, event: 'outage' },
    ]);
  });

  test('a level below the limit is silent', () => {
    const { telemetry, lines } = created({ level: 'warn' });
    telemetry.log('info', 'nothing');
    expect(lines()).toEqual([]);
  });

  test.each([
    ['token', 'abc', '[secret]'],
    ['apiKey', 'abc', '[secret]'],
    ['Authorization', 'Bearer abc', '[secret]'],
    ['text', '快递太慢了', '[personal]'],
    ['email', 'li@example.cn', '[personal]'],
    ['reason', '来自 li.na@example.cn 的邮件', '来自 [mail] 的邮件'],
    ['reason', 'from bob@example.com, call 13800138000', 'from [mail], call [number]'],
    ['url', 'redis://user:pass@host:6379/0', 'redis://[secret]/host:6379/0'],
    ['stage', 'clean', 'clean'],
    ['at', '2026-01-02T03:04:05.000Z', '2026-01-02T03:04:05.000Z'],
  ])('%s: %s is logged as %s', (name, given, logged) => {
    expect(redact({ [name]: given })).toEqual({ [name]: logged });
  });

  test('no address survives, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.string({ unit: 'grapheme' }), (address, around) => {
        expect(JSON.stringify(redact({ reason: `${around} ${address} ${around}` }))).not.toContain(address);
      }),
    );
  });
});
