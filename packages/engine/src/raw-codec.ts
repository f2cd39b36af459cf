import { currentSchema, type RawRecord, topics, upcast, writeEnvelope } from '@earshot/model';
import type { LogRecord, NewRecord } from '@earshot/platform';
import { decodeJson } from './decode-json.ts';

const encoder = new TextEncoder();

/** A raw record as it stands in `feedback.raw.v1`: JSON behind a CloudEvents envelope, keyed by its conversation. */
export const encodeRaw = (record: RawRecord): NewRecord => ({
  key: record.conversation,
  value: encoder.encode(JSON.stringify(record)),
  headers: writeEnvelope({
    id: `${record.id}.${record.revision}`,
    source: `/channels/${record.channel}/${encodeURIComponent(record.connector)}/${encodeURIComponent(record.account)}`,
    type: topics.raw.name,
    time: record.receivedAt,
    subject: record.id,
    dataschema: record.schema,
    contentType: 'application/json',
  }),
});

const isRaw = (value: unknown): value is RawRecord => {
  if (typeof value !== 'object' || value === null) return false;
  const { schema, id, revision, faults } = value as Record<string, unknown>;
  return schema === 'raw/1' && typeof id === 'string' && typeof revision === 'number' && Array.isArray(faults);
};

const current = currentSchema(topics.raw.schemas);

const decodeOf = (schema: string): ((record: LogRecord) => RawRecord) =>
  decodeJson((parsed): RawRecord => {
    const value = upcast(topics.raw.schemas, schema, parsed);
    if (!isRaw(value)) throw new TypeError('the value is no raw record');
    return value;
  });

/**
 * Reads what `encodeRaw` wrote; meant for `StageSpec.decode`. Checks the schema id and what every step relies on, not each field:
 * connectors are held to the schema by their conformance suite, and a whole validation would cost more than a stage.
 * @throws TypeError, SyntaxError or UnknownSchema where the value is no raw record, which makes it a dead letter
 */
export const decodeRaw = (record: LogRecord): RawRecord => decodeOf(record.headers['ce_dataschema'] ?? current)(record);
