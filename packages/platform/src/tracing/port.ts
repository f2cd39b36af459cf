/** Values that a span is described by; never texts, names or addresses. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** One piece of work within a trace. */
export interface Span {
  /** W3C Trace Context header for whoever goes on from here. */
  readonly traceparent: string;
  /** @param outcome what became of the record, such as out, dropped, dead, again */
  end(outcome: string): void;
}

/** Follows single records through the system, a sample of them. */
export interface Tracing {
  /** A new trace; null for the records that are not in the sample. */
  begin(name: string, attributes: SpanAttributes): Span | null;
  /** The next piece of the trace that a record carries; null where it carries none, or one out of the sample. */
  resume(traceparent: string | undefined, name: string, attributes: SpanAttributes): Span | null;
  /** Sends what is left. */
  close(): Promise<void>;
}

export const noTracing: Tracing = { begin: () => null, resume: () => null, close: async () => undefined };
