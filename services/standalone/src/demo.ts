import { importFile, openInput } from '@earshot/intake';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectorOf } from '@earshot/connectors';
import { type Channel, signedReceipts } from '@earshot/model';
import type { Clock } from '@earshot/platform';
import type { Embedded } from './embedded/run-embedded.ts';
import { untilIndexed } from './import/await-indexed.ts';
import { progressBar } from './progress.ts';

/** One file of the sample, in the order in which it is streamed in. */
interface SampleFile {
  readonly path: string;
  readonly channel: Channel;
  readonly account: string;
  readonly format: string;
  readonly occurredAt?: string;
  readonly offset?: string;
  readonly own?: readonly string[];
}

export interface DemoSource {
  readonly folder: string;
  readonly files: readonly SampleFile[];
  /** Changes with the sample. */
  readonly version: string;
}

const folder = fileURLToPath(new URL('../sample/', import.meta.url));
const manifest = readFileSync(path.join(folder, 'manifest.json'), 'utf8');

export const demoSource: DemoSource = {
  folder,
  files: JSON.parse(manifest) as readonly SampleFile[],
  version: createHash('sha256').update(manifest).digest('hex').slice(0, 16),
};

const noCheckpoint = { position: { next: 0, accepted: 0, rejected: 0 }, save: async () => undefined, clear: async () => undefined };
const noRejects = { write: async () => undefined };

/** Streams the sample through the same doors as any import. Once for each folder of data: a second start finds it there. */
export const streamDemo = async (
  { ports, telemetry, settings }: Embedded,
  { folder, files, version }: DemoSource,
  clock: Clock,
  dir: string,
): Promise<void> => {
  const marker = path.join(dir, 'sample-data');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === version) {
    process.stderr.write('  The sample data is there already.\n');
    return;
  }
  const receipts = signedReceipts(settings.pseudonymKey);
  const bar = progressBar('  sample data', files.length, clock.elapsed);
  let accepted = 0;
  for (const [number, { path: name, channel, account, format, occurredAt, offset, own = [] }] of files.entries()) {
    const file = path.join(folder, name);
    const connector = connectorOf(channel);
    if (connector === undefined) throw new TypeError(`no connector reads ${channel}`);
    const result = await importFile(
      {
        file,
        input: await openInput(file),
        reader: { connector, format },
        meta: { account, receivedAt: new Date(clock.now()).toISOString(), receipt: receipts.mint(clock.now(), clock.random()) },
        own: new Set([account, ...own].map((value) => value.toLowerCase())),
        ...(occurredAt === undefined ? {} : { occurredAt }),
        ...(offset === undefined ? {} : { offset }),
      },
      { ports: { ...ports, telemetry }, checkpoint: noCheckpoint, rejects: noRejects, onProgress: () => undefined },
    );
    accepted += result.accepted;
    bar.update(number + 1, `${accepted} messages`);
  }
  await untilIndexed(ports.log, clock, (waiting) => bar.update(files.length, `${accepted - waiting} messages searchable`));
  bar.stop();
  writeFileSync(marker, version);
};
