import type { ParsedItem } from '@earshot/connectors';
import { encodeRaw } from '@earshot/engine';
import { type Fault, fault, type RawAttachment, type RawRecord } from '@earshot/model';
import type { Log, Telemetry } from '@earshot/platform';

/** What became of one item of a request, in the order of the request. */
export type IntakeOutcome =
  | { readonly tag: 'accepted'; readonly path: string; readonly id: string; readonly receipt: string }
  | { readonly tag: 'refused'; readonly path: string; readonly fault: Fault };

export interface IntakeDeps {
  readonly log: Log;
  readonly telemetry: Telemetry;
}

const withAttachments = (record: RawRecord, attachments: readonly RawAttachment[]): RawRecord =>
  attachments.length === 0 ? record : { ...record, attachments: [...(record.attachments ?? []), ...attachments] };

/**
 * Appends the good items of a payload to the raw topic and says for each what became of it. Settles after the durable append:
 * nothing is called accepted before.
 */
export const takeIn = async (
  { log, telemetry }: IntakeDeps,
  connector: string,
  items: Iterable<ParsedItem>,
  attachments: readonly RawAttachment[] = [],
): Promise<readonly IntakeOutcome[]> => {
  const parsed = [...items];
  const records = parsed.flatMap((item) => (item.tag === 'item' ? [withAttachments(item.record, attachments)] : []));
  const appended = records.length === 0 ? [] : await log.append('raw', records.map(encodeRaw));
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
    return { tag: 'accepted', path: item.path, id: record.id, receipt: record.receipt };
  });
};
