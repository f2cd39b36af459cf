/** Who can mend the failure: decides the alert's address and the HTTP class. */
export type FaultOwner = 'client' | 'config' | 'capacity' | 'upstream' | 'platform';

/** One row of the closed table below. */
interface FaultSpec {
  readonly owner: FaultOwner;
  /** HTTP status when the fault answers a request (RFC 9110). */
  readonly status: number;
  readonly meaning: string;
  readonly remedy: string;
}

const table = {
  'err:intake:client:empty-body': {
    owner: 'client',
    status: 422,
    meaning: 'The request carries no feedback.',
    remedy: 'Send feedback (text) or evaluation (a rating), or both.',
  },
  'err:intake:client:malformed-json': {
    owner: 'client',
    status: 422,
    meaning: 'The JSON text does not parse.',
    remedy: 'Send valid JSON (RFC 8259); the detail names the position.',
  },
  'err:intake:client:malformed-csv': {
    owner: 'client',
    status: 422,
    meaning: 'A CSV row has a broken quote or another number of columns than the header.',
    remedy: 'Mend the row that the detail names (RFC 4180); the other rows went through.',
  },
  'err:intake:client:malformed-markup': {
    owner: 'client',
    status: 422,
    meaning: 'A subtitle, transcript or mail file breaks the rules of its format.',
    remedy: 'Check the format named in the detail, or give another one by --format.',
  },
  'err:intake:client:invalid-encoding': {
    owner: 'client',
    status: 422,
    meaning: 'The bytes are not text in the declared encoding.',
    remedy: 'Send UTF-8, or name the charset in Content-Type (gb18030 and big5 are understood).',
  },
  'err:intake:client:wrong-type': {
    owner: 'client',
    status: 422,
    meaning: 'A field has another type than its schema says.',
    remedy: 'The path names the field; see /docs for its type.',
  },
  'err:intake:client:unknown-field': {
    owner: 'client',
    status: 422,
    meaning: 'The field is not part of the schema.',
    remedy: 'Put free data into labels, or check the spelling of the field.',
  },
  'err:intake:client:missing-field': {
    owner: 'client',
    status: 422,
    meaning: 'A required field is absent.',
    remedy: 'The path names the field.',
  },
  'err:intake:client:out-of-range': {
    owner: 'client',
    status: 422,
    meaning: 'A value lies outside its range.',
    remedy: 'The detail names the range.',
  },
  'err:intake:client:too-deep': {
    owner: 'client',
    status: 422,
    meaning: 'The value is nested deeper than 64 levels.',
    remedy: 'Flatten the value.',
  },
  'err:intake:client:too-large': {
    owner: 'client',
    status: 413,
    meaning: 'The body, a file or one item is over its size limit.',
    remedy: 'Send less at once; the detail names the limit in bytes.',
  },
  'err:intake:client:too-many-items': {
    owner: 'client',
    status: 413,
    meaning: 'The batch holds more items than one request may.',
    remedy: 'Split the batch; the detail names the limit.',
  },
  'err:intake:client:decompression-limit': {
    owner: 'client',
    status: 413,
    meaning: 'A compressed body or upload unfolds to more than its limit (a zip bomb).',
    remedy: 'Send the content uncompressed, in smaller parts.',
  },
  'err:intake:client:unsupported-media-type': {
    owner: 'client',
    status: 415,
    meaning: 'No reader exists for this Content-Type.',
    remedy: 'Use application/json, application/x-ndjson, text/csv, application/x-www-form-urlencoded or multipart/form-data.',
  },
  'err:intake:client:unknown-format': {
    owner: 'client',
    status: 422,
    meaning: 'The format of the file was not recognised.',
    remedy: 'Name it with --format; `earshot parse <channel> --help` lists the formats.',
  },
  'err:intake:client:idempotency-mismatch': {
    owner: 'client',
    status: 422,
    meaning: 'The Idempotency-Key was used before with another body.',
    remedy: 'Use a new key for new content.',
  },
  'err:auth:client:missing-key': {
    owner: 'client',
    status: 401,
    meaning: 'The call needs an API key.',
    remedy: 'Send Authorization: Bearer <key>.',
  },
  'err:auth:client:forbidden': {
    owner: 'client',
    status: 403,
    meaning: "The key's role does not allow this call.",
    remedy: 'Use a key with the role that the detail names.',
  },
  'err:query:client:syntax': {
    owner: 'client',
    status: 422,
    meaning: 'The query does not parse.',
    remedy: 'The detail names the position and what was expected there; see docs/query.md.',
  },
  'err:query:client:unknown-field': {
    owner: 'client',
    status: 422,
    meaning: 'The query names a field that documents do not have.',
    remedy: 'The detail lists the nearest field names.',
  },
  'err:query:client:bad-cursor': {
    owner: 'client',
    status: 422,
    meaning: 'The cursor is not one that this server gave out for this query.',
    remedy: 'Start from the first page again.',
  },
  'err:request:client:not-found': {
    owner: 'client',
    status: 404,
    meaning: 'Nothing is known under this address or id.',
    remedy: 'Check the id; receipts are kept as long as the raw topic.',
  },
  'err:request:client:invalid-parameter': {
    owner: 'client',
    status: 422,
    meaning: 'A parameter of the call is not understood.',
    remedy: 'The path names the parameter; see /docs.',
  },
  'err:stage:client:unreadable-record': {
    owner: 'client',
    status: 422,
    meaning: 'A record of the log does not match its schema.',
    remedy: 'Look at it with `earshot dead show`; mend the producer, then `earshot dead retry`.',
  },
  'err:stage:platform:unmet-promise': {
    owner: 'platform',
    status: 500,
    meaning: 'A step threw on a record: a defect of Earshot.',
    remedy: 'Report it with the fingerprint; after an upgrade `earshot dead retry` runs it again.',
  },
  'err:index:platform:lost-update': {
    owner: 'platform',
    status: 500,
    meaning: 'Two different contents claim the same id and version.',
    remedy: 'Find the producer that reuses revisions; the newer content is in the dead letter.',
  },
  'err:index:config:rejected': {
    owner: 'config',
    status: 500,
    meaning: 'The index refused the document (mapping or size).',
    remedy: 'Run `earshot index check`, mend the mapping, then `earshot dead retry`.',
  },
  'err:intake:capacity:over-quota': {
    owner: 'capacity',
    status: 429,
    meaning: 'The source sends more than its share of the intake.',
    remedy: 'Send again after Retry-After seconds; limits.sourceItemsPerSecond sets the share.',
  },
  'err:platform:capacity:overloaded': {
    owner: 'capacity',
    status: 429,
    meaning: 'Intake is faster than processing; the backlog is over its limit.',
    remedy: 'Send again after Retry-After seconds.',
  },
  'err:platform:capacity:disk-full': {
    owner: 'capacity',
    status: 503,
    meaning: 'The data folder has no room left or cannot be written.',
    remedy: 'Free space or move the folder with --data DIR.',
  },
  'err:platform:config:invalid': {
    owner: 'config',
    status: 500,
    meaning: 'The configuration is not valid.',
    remedy: 'Run `earshot validate`; every fault is listed with its path.',
  },
  'err:platform:platform:internal': {
    owner: 'platform',
    status: 500,
    meaning: 'An unexpected failure of Earshot.',
    remedy: 'See the log entry with this request id, and report it.',
  },
} as const satisfies Record<string, FaultSpec>;

/** `err:<area>:<owner>:<what>`: dead-letter code, metric label, problem code and anchor in docs/reference/faults.md. */
export type FaultCode = keyof typeof table;

/** A failure of data, as a value. `detail` never carries personal data or secrets. */
export interface Fault {
  readonly code: FaultCode;
  /** JSON Pointer (RFC 6901) to the field, or `row 17`, where one is to blame. */
  readonly path?: string;
  readonly detail?: string;
}

/** The closed table of fault codes. */
export const faultTable: Readonly<Record<FaultCode, FaultSpec>> = table;

export const isFaultCode = (value: string): value is FaultCode => Object.hasOwn(table, value);

export const fault = (code: FaultCode, where: { path?: string; detail?: string } = {}): Fault => ({ code, ...where });
