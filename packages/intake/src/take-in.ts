import type { ParsedItem } from '@earshot/connectors';
import { encodeRaw } from '@earshot/engine';
import { type Fault, fault, type RawRecord, topics } from '@earshot/model';
import type { AppendOutcome, Blobs, Log, NewRecord, Span, SpanAttributes, Telemetry, Tracing } from '@earshot/platform';

/** What became of one item of a payload, in the order of the payload. */
export type IntakeOutcome =
  | { readonly tag: 'accepted'; readonly path: string; readonly id: string; readonly receipt: string; readonly notices: readonly Fault[] }
  | { readonly tag: 'refused'; readonly path: string; readonly fault: Fault };

/** By the OpenTelemetry semantic conventions for messaging. */
const sending = (connector: string, channel: string): SpanAttributes => ({
  'messaging.operation.type': 'send',
  'messaging.destination.name': topics.raw.name,
  'earshot.connector': connector,
  'earshot.channel': channel,
});

const traced = (record: NewRecord, span: Span | null | undefined): NewRecord =>
  span ? { ...record, headers: { ...record.headers, traceparent: span.traceparent } } : record;

const appendAll = async (log: Log, records: readonly RawRecord[], spans: readonly (Span | null)[]): Promise<readonly AppendOutcome[]> => {
  if (records.length === 0) return [];
  try {
    const outcomes = await log.append(
      'raw',
      records.map((record, at) => traced(encodeRaw(record), spans[at])),
    );
    for (const [at, span] of spans.entries()) span?.end(outcomes[at]?.tag ?? 'unknown');
    return outcomes;
  } catch (error) {
    for (const span of spans) span?.end('outage');
    throw error;
  }
};

export interface IntakePorts {
  readonly log: Log;
  readonly blobs: Blobs;
  readonly telemetry: Telemetry;
  /** Begins the traces of a sample of the items. */
  readonly tracing?: Tracing;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Contents that records name by hash are durable before the records are: a record never points at nothing. */
const storeBlobs = async (blobs: Blobs, items: readonly ParsedItem[]): Promise<void> => {
  for (const item of items) {
    if (item.tag !== 'item') continue;
    for (const bytes of item.blobs ?? []) await blobs.put(once(bytes));
  }
};

/**
 * Appends the good items of a payload to the raw topic and says for each what became of it. Settles after the durable append:
 * nothing is called accepted before.
 * @param connector its name, a metric label
 */
export const takeIn = async (
  { log, blobs, telemetry, tracing }: IntakePorts,
  connector: string,
  items: Iterable<ParsedItem>,
): Promise<readonly IntakeOutcome[]> => {
  const parsed = [...items];
  await storeBlobs(blobs, parsed);
  const records = parsed.flatMap((item) => (item.tag === 'item' ? [item.record] : []));
  const spans = records.map(({ channel }) => tracing?.begin(`send ${topics.raw.name}`, sending(connector, channel)) ?? null);
  const appended = await appendAll(log, records, spans);
  let next = 0;
  return parsed.map((item): IntakeOutcome => {
    if (item.tag === 'fault') {
      telemetry.count('earshot_intake_refused_total', { connector, code: item.fault.code });
      return { tag: 'refused', path: item.path, fault: item.fault };
    }
    const outcome = appended[next];
    const record = records[next];
    next += 1;
    if (outcome === undefined || record === undefined) throw new RangeError('the log answered fewer outcomes than records');
    if (outcome.tag === 'refused') {
      telemetry.count('earshot_intake_refused_total', { connector, code: 'err:intake:client:too-large' });
      const detail = `one item may have ${outcome.limitBytes} bytes`;
      return { tag: 'refused', path: item.path, fault: fault('err:intake:client:too-large', { path: item.path, detail }) };
    }
    telemetry.count('earshot_intake_accepted_total', { channel: record.channel, connector });
    return { tag: 'accepted', path: item.path, id: record.id, receipt: record.receipt, notices: record.faults };
  });
};
