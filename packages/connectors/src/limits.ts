const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

/** Bounds of every parser. What lies beyond is a fault or is flagged, never silently cut. */
export const limits = {
  /** A payload that has to be held whole. */
  payloadBytes: 64 * mebibyte,
  /** A line, row or array element. */
  itemBytes: mebibyte,
  mailBytes: 32 * mebibyte,
  /** An original up to this size travels inside its record; a larger one is a blob. */
  inlinePayloadBytes: 64 * kibibyte,
  /** UTF-16 code units of a body; three bytes each at most keeps the record below the largest message of the log. */
  bodyChars: 200_000,
  titleChars: 2_000,
  idChars: 512,
  /** Elements of one JSON array. */
  items: 100_000,
  jsonDepth: 64,
  labels: 64,
  labelChars: 4_096,
  turns: 10_000,
  /** Estimated bytes of all turns of a call. */
  turnsBytes: 768 * kibibyte,
  attachments: 200,
  references: 100,
  headerBytes: 2 * mebibyte,
  mimeDepth: 100,
  /** Bytes that are looked at to tell a format or a charset. */
  sampleBytes: 64 * kibibyte,
} as const;
