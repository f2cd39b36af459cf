const address = /^[0-9a-f]{64}$/u;
const decoder = new TextDecoder();

const parsed = (value: Uint8Array): unknown => {
  try {
    return JSON.parse(decoder.decode(value));
  } catch {
    return null;
  }
};

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;

const namedIn = (value: unknown): readonly string[] => {
  const attachments = memberOf(value, 'attachments');
  const found = [
    memberOf(memberOf(value, 'payload'), 'blob'),
    ...(Array.isArray(attachments) ? attachments.map((attachment) => memberOf(attachment, 'sha256')) : []),
  ];
  return found.filter((sha256): sha256 is string => typeof sha256 === 'string' && address.test(sha256));
};

/** Addresses of the blobs that a record refers to: its payload, its attachments; a dead letter refers to those of its original. Never throws. */
export const blobsNamedIn = (value: Uint8Array): readonly string[] => {
  const entry = parsed(value);
  if (memberOf(entry, 'schema') !== 'dead/1') return namedIn(entry);
  const original = memberOf(entry, 'value');
  return typeof original === 'string' ? namedIn(parsed(Buffer.from(original, 'base64'))) : [];
};
