import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { type Topic, topicNames } from '@earshot/model';
import { BrokenLogFile, exportLog, importLog, type LogImportReport } from '@earshot/operations';
import { type Config, createTelemetry, loadConfig, systemClock } from '@earshot/platform';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Environment } from '../environment.ts';
import { untilIndexed } from '../import/await-indexed.ts';
import { openImportTarget } from '../import/import-target.ts';
import { openOperatedLog } from '../operations/open-log.ts';
import { progressBar } from '../progress.ts';
import { PartialFailure, UsageError } from '../usage-error.ts';
import { version } from '../version.ts';
import { configFlags, type ConfigOptions, withConfigOptions } from './config-options.ts';

interface ExportOptions extends ConfigOptions {
  readonly topics: readonly Topic[];
  readonly blobs?: boolean;
  readonly json?: boolean;
}

interface ImportOptions extends ConfigOptions {
  readonly json?: boolean;
}

/** A name that the folder's log keeps for ever. */
const originOf = ({ data: { dir } }: Config): string => {
  const file = path.join(dir, 'log-origin');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const origin = randomBytes(6).toString('hex');
  writeFileSync(file, origin, { flag: 'wx' });
  return origin;
};

const writerTo =
  (target: Writable) =>
  async (text: string): Promise<void> => {
    if (!target.write(text)) await once(target, 'drain');
  };

const finished = async (target: Writable): Promise<void> => {
  const done = once(target, 'finish');
  target.end();
  await done;
};

const exportTo = async (environment: Environment, file: string, options: ExportOptions): Promise<void> => {
  if (file !== '-' && existsSync(file)) throw new UsageError(`there is a file ${file} already; name a new one`);
  const config = loadConfig({ env: environment, ...configFlags(options, environment) });
  const { log, blobs, close } = await openOperatedLog(config, systemClock);
  try {
    const target = file === '-' ? process.stdout : createWriteStream(file, { mode: 0o600, flags: 'wx' });
    if (target !== process.stdout) await once(target, 'open');
    let bar: ReturnType<typeof progressBar> | undefined;
    const report = await exportLog({
      log,
      clock: systemClock,
      origin: originOf(config),
      topics: options.topics,
      write: writerTo(target),
      ...(options.blobs === true ? { blobs } : {}),
      onProgress: (done, total) => {
        bar ??= progressBar('records', total, systemClock.elapsed);
        bar.update(done);
      },
    });
    if (target !== process.stdout) await finished(target);
    bar?.stop();
    if (options.json === true && file !== '-') process.stdout.write(`${JSON.stringify(report)}\n`);
    const counts = Object.entries(report.records).map(([topic, count]) => `${count} of ${topic}`);
    process.stderr.write(`${counts.join(', ')}\n`);
    if (options.blobs === true) process.stderr.write(`${report.blobs} blobs, ${report.missingBlobs} named and not found\n`);
    else if (report.blobs > 0) {
      process.stderr.write(
        `${report.blobs} blobs are not in the file: take them with --blobs, or copy ${path.join(config.data.dir, 'blobs')}\n`,
      );
    }
  } finally {
    await close();
  }
};

const openFile = (file: string): AsyncIterable<Uint8Array> => (file === '-' ? process.stdin : createReadStream(file));

const told = ({ records, blobs, keptDead }: LogImportReport): string => {
  const counts = Object.entries(records).map(([topic, count]) => `${count} of ${topic}`);
  return `${counts.length === 0 ? 'no records' : counts.join(', ')} and ${blobs} blobs went in; ${keptDead} records stay dead in their letters`;
};

const importFrom = async (environment: Environment, file: string, options: ImportOptions): Promise<void> => {
  if (file !== '-' && !existsSync(file)) throw new UsageError(`there is no file ${file}`);
  const config = loadConfig({ env: environment, ...configFlags(options, environment) });
  const telemetry = createTelemetry({ service: 'import-log', version, clock: systemClock, level: 'warn' });
  const target = await openImportTarget(config, systemClock, telemetry);
  try {
    const bar = progressBar('reading', file === '-' ? 0 : statSync(file).size, systemClock.elapsed);
    const onProgress = (bytes: number, records: number): void => bar.update(bytes, `${records} records`);
    const report = await importLog(openFile(file), { ...target.ports, onProgress }).finally(() => bar.stop());
    const taken = Object.values(report.records).reduce((sum, count) => sum + count, 0);
    const waiting = progressBar('analysing', taken, systemClock.elapsed);
    await untilIndexed(target.ports.log, systemClock, (left) => waiting.update(Math.max(0, taken - left)));
    waiting.stop();
    if (options.json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
    process.stderr.write(`${told(report)}\n`);
    if (report.refusedCount > 0) {
      throw new PartialFailure(`${report.refusedCount} records are too big for their topics here: ${report.refused.slice(0, 5).join(' ')}`);
    }
  } catch (error) {
    if (!(error instanceof BrokenLogFile)) throw error;
    throw new PartialFailure(
      `${file}: ${error.message}.\nBefore that, ${told(error.report)}. Import the whole file again: what is there already stays as it is`,
    );
  } finally {
    await target.close();
  }
};

const topicList = (text: string): Topic[] =>
  text.split(',').map((name) => {
    const found = topicNames.find((topic) => topic === name);
    if (found === undefined) throw new InvalidArgumentError(`topics are ${topicNames.join(', ')}.`);
    return found;
  });

export const exportLogCommand = (environment: Environment): Command =>
  withConfigOptions(
    new Command('export-log')
      .description('The log as one file, to move an installation (docs/operations.md); holds personal data')
      .argument('<file>', 'new NDJSON file, or - for stdout'),
    ['data'],
  )
    .addOption(new Option('--topics <list>', 'several by comma').argParser(topicList).default(['dead', 'raw'], 'dead,raw'))
    .option('--blobs', 'also the original mails and attachments that records name')
    .option('--json', 'the counts as one JSON object on stdout')
    .action((file: string, options: ExportOptions) => exportTo(environment, file, options));

export const importLogCommand = (environment: Environment): Command =>
  withConfigOptions(
    new Command('import-log')
      .description('A file of export-log into this installation; twice is harmless, a broken file is refused')
      .argument('<file>', 'file of export-log, or - for stdin'),
    ['data'],
  )
    .option('--json', 'the counts as one JSON object on stdout')
    .action((file: string, options: ImportOptions) => importFrom(environment, file, options));
