import { createReadStream } from 'node:fs';
import { type Connector, connectorOf, detectFormat, limits, registry } from '@earshot/connectors';
import type { Channel } from '@earshot/model';

/** The caller named a format that the connector, or any connector, does not read. */
export class UnknownFormat extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnknownFormat';
  }
}

/** A file or stdin whose first bytes were looked at; `bytes` starts from the first one all the same. */
export interface OpenInput {
  readonly head: Uint8Array;
  readonly bytes: AsyncIterable<Uint8Array>;
}

async function* joined(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** @param file `-` for stdin */
export const openInput = async (file: string): Promise<OpenInput> => {
  const source: AsyncIterable<Uint8Array> = file === '-' ? process.stdin : createReadStream(file);
  const rest = source[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size < limits.sampleBytes) {
    const next = await rest.next();
    if (next.done === true) break;
    chunks.push(next.value);
    size += next.value.length;
  }
  const head = Buffer.concat(chunks);
  return { head, bytes: joined(head, rest) };
};

export interface Reader {
  readonly connector: Connector;
  readonly format: string;
}

const named = (connector: Connector, format: string): Reader => {
  if (!reads(connector, format)) {
    throw new UnknownFormat(`${connector.spec.name} does not read ${format}; its formats are ${connector.spec.formats.join(', ')}`);
  }
  return { connector, format };
};

/** Whether a connector has a format by that name. */
const reads = ({ spec }: Connector, format: string): boolean => spec.formats.some((known) => known === format);

/** Of any connector: by the format that the caller named, else by the content. */
const anyReader = (head: Uint8Array, filename: string, format: string | undefined): Reader | null => {
  if (format === undefined) {
    const detected = detectFormat(head, filename);
    return detected === null ? null : { connector: registry[detected.connector], format: detected.format };
  }
  const connector = Object.values(registry).find((candidate) => reads(candidate, format));
  if (connector === undefined) throw new UnknownFormat(`no connector reads the format ${format}`);
  return { connector, format };
};

/**
 * Who reads the bytes, as what: by the channel and format that the caller named, else by the content.
 * @returns null where nobody knows them
 */
export const readerOf = (head: Uint8Array, filename: string, channel: Channel | undefined, format: string | undefined): Reader | null => {
  const connector = channel === undefined ? undefined : connectorOf(channel);
  if (connector === undefined) return anyReader(head, filename, format);
  if (format !== undefined) return named(connector, format);
  const detected = detectFormat(head, filename);
  return detected !== null && reads(connector, detected.format) ? { connector, format: detected.format } : null;
};
