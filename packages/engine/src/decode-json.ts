import type { LogRecord } from '@earshot/platform';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Decodes a JSON value (UTF-8, RFC 8259); `read` checks its shape and throws where it is wrong. Meant for `StageSpec.decode`. */
export const decodeJson =
  <T>(read: (value: unknown) => T) =>
  (record: LogRecord): T =>
    read(JSON.parse(utf8.decode(record.value)));
