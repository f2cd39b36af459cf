import { basename } from 'node:path';
import { canonical, canonicalEmail, type Connector, splitMbox, streamItems } from '@earshot/connectors';
import { type OpenInput, openInput, readerOf } from '@earshot/intake';
import { type Channel, channels, type Fault } from '@earshot/model';
import { htmlToText, stripQuotation } from '@earshot/text';
import { Command, Option } from 'commander';
import { type LineWriter, lineWriter } from '../output.ts';
import { PartialFailure, UsageError } from '../usage-error.ts';

interface ParseOptions {
  readonly format?: string;
  readonly account: string;
}

const isChannel = (value: string): value is Channel => channels.some((channel) => channel === value);

const say = (file: string, path: string, { code, detail }: Fault): void => {
  process.stderr.write(`${file}${path === '' ? '' : ` ${path}`}: ${code}${detail === undefined ? '' : `: ${detail}`}\n`);
};

/** The messages of a mail file: one, or those of an mbox, in constant memory. */
async function* mailsOf(input: OpenInput, format: string): AsyncGenerator<Uint8Array> {
  if (format !== 'mbox') {
    const chunks: Uint8Array[] = [];
    for await (const chunk of input.bytes) chunks.push(chunk);
    yield Buffer.concat(chunks);
    return;
  }
  const splitter = splitMbox();
  for await (const chunk of input.bytes) for (const { bytes } of splitter.push(chunk)) yield bytes;
  for (const { bytes } of splitter.flush()) yield bytes;
}

const parseMail = async (input: OpenInput, format: string, out: LineWriter): Promise<void> => {
  for await (const bytes of mailsOf(input, format))
    await out.write(JSON.stringify(await canonicalEmail(bytes, htmlToText, (text) => stripQuotation(text).text)));
};

interface Job {
  readonly file: string;
  readonly connector: Connector;
  readonly format: string;
  readonly account: string;
}

const parseItems = async (input: OpenInput, channel: Channel, job: Job, out: LineWriter): Promise<number> => {
  const { file, connector, format, account } = job;
  const filename = file === '-' ? {} : { filename: basename(file) };
  // Nothing is received here: equal input prints equal records.
  const meta = { account, receivedAt: '1970-01-01T00:00:00.000Z', receipt: 'parse', ...filename };
  let faults = 0;
  for await (const { item } of streamItems(input.bytes, { connector, format, meta })) {
    if (item.tag === 'item') await out.write(JSON.stringify(canonical(channel, item.record)));
    else {
      faults += 1;
      say(file, item.path, item.fault);
    }
  }
  return faults;
};

const parse = async (channel: string, files: readonly string[], options: ParseOptions): Promise<void> => {
  if (!isChannel(channel)) throw new UsageError(`there is no channel ${channel}; the channels are ${channels.join(', ')}`);
  const out = lineWriter(process.stdout);
  let faults = 0;
  for (const file of files.length === 0 ? ['-'] : files) {
    const input = await openInput(file);
    const reader = readerOf(input.head, file === '-' ? '' : basename(file), channel, options.format);
    if (channel === 'email') await parseMail(input, reader?.format ?? 'eml', out);
    else if (reader === null) {
      faults += 1;
      say(file, '', { code: 'err:intake:client:unknown-format' });
    } else faults += await parseItems(input, channel, { file, ...reader, account: options.account }, out);
  }
  await out.flush();
  if (faults > 0) throw new PartialFailure(`${faults} items could not be parsed`);
};

export const parseCommand = (): Command =>
  new Command('parse')
    .description('Files or stdin to canonical records, one JSON object a line; nothing is stored')
    .argument('<channel>', channels.join(', '))
    .argument('[files...]', 'files to read; - or none reads stdin')
    .addOption(new Option('--format <name>', 'format of the files; found by content without'))
    .addOption(new Option('--account <name>', 'account that the records come in by').default('file'))
    .action(parse);
