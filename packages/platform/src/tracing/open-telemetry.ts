import { type Context, ROOT_CONTEXT, type Span as OtelSpan, SpanKind, trace, TraceFlags } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Span, Tracing } from './port.ts';

export interface OpenTelemetryOptions {
  /** OTLP over HTTP, without the path: traces go to `<endpoint>/v1/traces`. */
  readonly endpoint: string;
  readonly service: string;
  readonly version: string;
  /** Share of the records that are followed, 0 to 1; decided where a record comes in, kept on its whole way. */
  readonly sampleRatio: number;
}

/** With its repeats; a stopping service waits as long. */
const sendTimeoutMs = 3000;

/** W3C Trace Context, level 1: version, trace id, parent id, flags. */
const form = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/u;

const parentOf = (traceparent: string | undefined): Context | null => {
  const parts = form.exec(traceparent ?? '');
  if (parts === null) return null;
  const [, traceId = '', spanId = '', flags = '00'] = parts;
  const traceFlags = Number.parseInt(flags, 16);
  return (traceFlags & TraceFlags.SAMPLED) === 0
    ? null
    : trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
};

const wrap = (span: OtelSpan): Span | null => {
  if (!span.isRecording()) return null;
  const { traceId, spanId } = span.spanContext();
  return {
    traceparent: `00-${traceId}-${spanId}-01`,
    end: (outcome) => {
      span.setAttribute('earshot.outcome', outcome);
      span.end();
    },
  };
};

/** Traces by the OpenTelemetry SDK, sent as OTLP/HTTP; a collector that is away costs spans, never records. */
export const openTelemetryTracing = ({ endpoint, service, version, sampleRatio }: OpenTelemetryOptions): Tracing => {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/u, '')}/v1/traces`, timeoutMillis: sendTimeoutMs });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `earshot-${service}`, 'service.version': version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sampleRatio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer('earshot', version);
  return {
    begin: (name, attributes) => wrap(tracer.startSpan(name, { kind: SpanKind.PRODUCER, attributes }, ROOT_CONTEXT)),
    resume: (traceparent, name, attributes) => {
      const parent = parentOf(traceparent);
      return parent === null ? null : wrap(tracer.startSpan(name, { kind: SpanKind.CONSUMER, attributes }, parent));
    },
    // What could not be sent is lost, and nothing else: a stopping service does not fail of it.
    close: () => provider.shutdown().catch(() => undefined),
  };
};
