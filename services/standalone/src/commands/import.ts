import { statSync } from 'node:fs';
import { type ImportResult, type Knowledge, rejectFile, type Rejects, takeFile } from '@earshot/intake';
import { createTelemetry, loadConfig, systemClock } from '@earshot/platform';
import { type Channel, channels, signedReceipts } from '@earshot/model';
import { Command, Option } from 'commander';
import type { Environment } from '../environment.ts';
import { untilIndexed } from '../import/await-indexed.ts';
import { filesIn } from '../import/files-in.ts';
import { type ImportTarget, openImportTarget } from '../import/import-target.ts';
import { type Progress, progressBar } from '../progress.ts';
import { PartialFailure, UsageError } from '../usage-error.ts';
import { version } from '../version.ts';
import { configFlags, type ConfigOptions, withConfigOptions } from './config-options.ts';

interface ImportOptions extends ConfigOptions {
  readonly as?: Channel;
  readonly format?: string;
  readonly account?: string;
  readonly occurredAt?: string;
  readonly offset?: string;
  readonly own?: readonly string[];
  readonly rejects: string;
  readonly json?: boolean;
}

const knowledgeOf = ({ occurredAt, offset, own = [], account }: ImportOptions): Knowledge => ({
  own: new Set([...own, ...(account === undefined ? [] : [account])].map((name) => name.toLowerCase())),
  ...(occurredAt === undefined ? {} : { occurredAt }),
  ...(offset === undefined ? {} : { offset }),
});

interface Run {
  readonly target: ImportTarget;
  readonly dir: string;
  readonly options: ImportOptions;
  readonly rejects: Rejects;
  readonly mint: () => string;
  readonly telemetry: ReturnType<typeof createTelemetry>;
  onProgress(read: number, accepted: number): void;
}

const takeOne = (file: string, { options, target, dir, rejects, mint, telemetry, onProgress }: Run): Promise<ImportResult> =>
  takeFile(
    { file, account: options.account ?? 'import', channel: options.as, format: options.format, ...knowledgeOf(options) },
    { ports: { ...target.ports, telemetry }, clock: systemClock, mint, rejects, positions: dir, onProgress },
  );

const report = (result: ImportResult & { seconds: number }, options: ImportOptions): void => {
  if (options.json === true) process.stdout.write(`${JSON.stringify(result)}\n`);
  else process.stderr.write(`${result.accepted} messages are searchable, ${result.rejected} rejected, ${result.seconds.toFixed(1)} s\n`);
  if (result.rejected > 0) throw new PartialFailure(`${result.rejected} items were rejected; ${options.rejects} says why and holds them`);
};

const takeAll = async (files: readonly string[], run: Omit<Run, 'onProgress'>, bar: Progress): Promise<ImportResult> => {
  const total = { accepted: 0, rejected: 0 };
  let done = 0;
  for (const file of files) {
    const onProgress = (read: number, accepted: number): void => bar.update(done + read, `${total.accepted + accepted} messages`);
    const { accepted, rejected } = await takeOne(file, { ...run, onProgress });
    total.accepted += accepted;
    total.rejected += rejected;
    done += statSync(file).size;
    bar.update(done, `${total.accepted} messages`);
  }
  return total;
};

const importFiles = async (environment: Environment, given: readonly string[], options: ImportOptions): Promise<void> => {
  const files = await filesIn(given);
  if (files.length === 0) throw new UsageError('there is no file to import in what you named');
  const config = loadConfig({ env: environment, ...configFlags(options, environment) });
  const { dir } = config.data;
  const clock = systemClock;
  const telemetry = createTelemetry({ service: 'import', version, clock, level: 'warn' });
  const started = clock.elapsed();
  const target = await openImportTarget(config, clock, telemetry);
  try {
    const receipts = signedReceipts(target.key);
    const mint = (): string => receipts.mint(clock.now(), clock.random());
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    const bar = progressBar('reading', bytes, clock.elapsed);
    const total = await takeAll(files, { target, dir, options, rejects: rejectFile(options.rejects), mint, telemetry }, bar);
    bar.stop();
    const waiting = progressBar('analysing', total.accepted, clock.elapsed);
    await untilIndexed(target.ports.log, clock, (left) => waiting.update(Math.max(0, total.accepted - left)));
    waiting.stop();
    report({ ...total, seconds: (clock.elapsed() - started) / 1000 }, options);
  } finally {
    await target.close();
  }
};

export const importCommand = (environment: Environment): Command =>
  withConfigOptions(
    new Command('import')
      .description('Files and folders into the pipeline; an interrupted import goes on where it stopped, a repeated one adds nothing')
      .argument('<files...>', 'csv, ndjson, json, eml, mbox, vtt, srt, transcripts as text or JSON, X API responses; folders are walked')
      .addOption(new Option('--as <channel>', 'channel of the files; found by content without').choices([...channels]))
      .addOption(new Option('--format <name>', 'format of the files; found by content without'))
      .addOption(new Option('--account <name>', 'mailbox, page, form or line that they came in by'))
      .addOption(new Option('--occurred-at <time>', 'time of messages that tell none, ISO 8601'))
      .addOption(new Option('--offset <offset>', 'offset of times that name none, such as +08:00'))
      .addOption(new Option('--own <names...>', 'addresses and names that are ours: what they wrote is a reply'))
      .addOption(new Option('--rejects <file>', 'where rejected items and their reasons go').default('earshot-rejects.ndjson'))
      .option('--json', 'the result as one JSON object on stdout'),
    ['data'],
  ).action((files: string[], options: ImportOptions) => importFiles(environment, files, options));
