/**
 * Attributes of a record as CloudEvents 1.0, binary mode over Kafka (CloudEvents Kafka Protocol Binding 1.0.2, section 3.2): each
 * attribute is a header `ce_<name>`, the media type is the header `content-type`.
 */
export interface Envelope {
  /** `ce_id`: unique together with `source`. */
  readonly id: string;
  /** `ce_source`: URI reference of the producer. */
  readonly source: string;
  /** `ce_type`, such as feedback.raw.v1. */
  readonly type: string;
  /** `ce_time`: RFC 3339. */
  readonly time?: string;
  readonly subject?: string;
  /** `ce_dataschema`: URI of the value's schema. */
  readonly dataschema?: string;
  /** Header `content-type`. */
  readonly contentType?: string;
  /** W3C Trace Context, passed through untouched. */
  readonly traceparent?: string;
}

const names = {
  id: 'ce_id',
  source: 'ce_source',
  type: 'ce_type',
  time: 'ce_time',
  subject: 'ce_subject',
  dataschema: 'ce_dataschema',
  contentType: 'content-type',
  traceparent: 'traceparent',
} as const satisfies Record<keyof Envelope, string>;

const attributes = Object.keys(names) as (keyof Envelope)[];
const specVersion = '1.0';

/** Headers of the envelope; an absent attribute has no header. */
export const writeEnvelope = (envelope: Envelope): Record<string, string> => {
  const headers: Record<string, string> = { ce_specversion: specVersion };
  for (const attribute of attributes) {
    const value = envelope[attribute];
    if (value !== undefined) headers[names[attribute]] = value;
  }
  return headers;
};

/** Null where a required attribute is missing or empty, or the major version of the specification is another. Never throws. */
export const readEnvelope = (headers: Readonly<Record<string, string>>): Envelope | null => {
  if (headers['ce_specversion']?.startsWith('1.') !== true) return null;
  const found: { -readonly [K in keyof Envelope]?: string } = {};
  for (const attribute of attributes) {
    const value = Object.hasOwn(headers, names[attribute]) ? headers[names[attribute]] : undefined;
    if (value !== undefined) found[attribute] = value;
  }
  const { id, source, type } = found;
  if (!id || !source || !type) return null;
  return { ...found, id, source, type };
};
