import { createReadStream } from 'node:fs';
import { type Connector, type ConnectorName, detectFormat, limits, registry } from '@earshot/connectors';
import type { Channel } from '@earshot/model';
import { UsageError } from '../usage-error.ts';

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
  if (!connector.spec.formats.some((known) => known === format)) {
    throw new UsageError(`${connector.spec.name} does not read ${format}; its formats are ${connector.spec.formats.join(', ')}`);
  }
  return { connector, format };
};

/**
 * Who reads the bytes, as what: by the channel and format that the caller named, else by the content.
 * @returns null where nobody knows them
 */
export const readerOf = (head: Uint8Array, filename: string, channel: Channel | undefined, format: string | undefined): Reader | null => {
  const names = Object.keys(registry) as ConnectorName[];
  const wanted = channel === undefined ? undefined : names.map((name) => registry[name]).find(({ spec }) => spec.channel === channel);
  if (wanted === undefined) {
    if (format !== undefined) {
      const byFormat = names.map((name) => registry[name]).find(({ spec }) => spec.formats.some((known) => known === format));
      if (byFormat === undefined) throw new UsageError(`no connector reads the format ${format}`);
      return named(byFormat, format);
    }
    const detected = detectFormat(head, filename);
    return detected === null ? null : { connector: registry[detected.connector], format: detected.format };
  }
  if (format !== undefined) return named(wanted, format);
  const detected = detectFormat(head, filename);
  if (detected !== null && registry[detected.connector].spec.channel === channel) return { connector: wanted, format: detected.format };
  const [fallback] = wanted.spec.formats;
  return detected !== null && fallback !== undefined && wanted.spec.formats.some((known) => known === detected.format)
    ? { connector: wanted, format: detected.format }
    : null;
};
