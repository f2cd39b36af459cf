import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fuse } from '@earshot/engine';
import type { Query } from '@earshot/model';
import { always, replayRecords, type ReplayReport, type TimeRange } from '@earshot/operations';
import {
  claimFolder,
  type Config,
  createTelemetry,
  type IndexDiff,
  loadConfig,
  type Log,
  openSqliteLog,
  openSqliteSeen,
  pseudonymKeyIn,
  type Seen,
  type ShadowIndexes,
  sqliteShadows,
  type SwapReport,
  systemClock,
} from '@earshot/platform';
import { analyseHop, cleanHop, composeDocument, normaliseHop } from '@earshot/stages';
import { fold, words } from '@earshot/text';
import { Command, InvalidArgumentError, Option } from 'commander';
import { sharedKeyOf } from '../distributed/run-service.ts';
import { elasticsearchAccess, openServers, requireServers } from '../distributed/servers.ts';
import type { Environment } from '../environment.ts';
import { progressBar } from '../progress.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';
import { configFlags, type ConfigOptions, withConfigOptions } from './config-options.ts';

interface ReplayOptions extends ConfigOptions {
  readonly from?: number;
  readonly to?: number;
  readonly into: string;
  readonly swap?: boolean;
  readonly json?: boolean;
}

interface Outcome {
  readonly replay: ReplayReport;
  readonly diff: IndexDiff;
  readonly swap?: SwapReport;
}

/** Live documents of the range, by when their message was received: a moment before the log took it. */
const withinOf = ({ from, to }: TimeRange): Query => {
  if (!Number.isFinite(from) && !Number.isFinite(to)) return { op: 'all' };
  return {
    op: 'range',
    field: 'receivedAt',
    ...(Number.isFinite(from) ? { gte: new Date(from).toISOString() } : {}),
    ...(Number.isFinite(to) ? { lt: new Date(to).toISOString() } : {}),
  };
};

const claimForSwap = (dir: string): { release(): void } => {
  const claim = claimFolder(dir);
  if (claim.tag === 'owner') return claim;
  throw new UsageError(
    `an index is swapped while nobody works on ${dir}. Stop the server, or leave --swap out to build and compare beside it`,
  );
};

/** What a replay reads and writes: those of the servers, or those of a data folder. */
interface Stores {
  readonly log: Log;
  readonly lasting: Seen;
  readonly shadows: ShadowIndexes;
  readonly key: string;
  close(): Promise<void>;
}

const folderStores = ({ data: { dir }, pseudonymKey }: Config): Stores => {
  if (!existsSync(path.join(dir, 'log.sqlite'))) throw new UsageError(`there is no log in ${dir} yet. Name the folder with --data DIR`);
  const log = openSqliteLog({ dir, clock: systemClock });
  const lasting = openSqliteSeen({ dir, clock: systemClock });
  const shadows = sqliteShadows({ dir, analyser: { words, fold } });
  return {
    log,
    lasting,
    shadows,
    key: (pseudonymKey ?? pseudonymKeyIn(dir)).reveal(),
    close: async () => {
      await lasting.close();
      await log.close();
    },
  };
};

const serverStores = async (config: Config): Promise<Stores> => {
  requireServers(config, ['kafka', 'elasticsearch', 'redis'], 'earshot replay');
  const telemetry = createTelemetry({ service: 'replay', version, clock: systemClock, level: 'warn' });
  const servers = openServers({ config, clock: systemClock, telemetry, client: 'earshot-replay' });
  const { elasticsearchShadows } = await import('@earshot/platform/distributed');
  const shadows = elasticsearchShadows({ ...elasticsearchAccess(config), clock: systemClock, telemetry });
  return { log: await servers.log(), lasting: await servers.seen(), shadows, key: sharedKeyOf(config), close: () => servers.close() };
};

const run = async (config: Config, range: TimeRange, { into, swap }: ReplayOptions): Promise<Outcome> => {
  const { dir } = config.data;
  const { log, lasting, shadows, key, close } = config.kafka.brokers.length > 0 ? await serverStores(config) : folderStores(config);
  const opened: Seen[] = [];
  const memories = path.join(dir, 'shadows', into);
  try {
    const shadow = await shadows.openShadow(into);
    mkdirSync(memories, { recursive: true });
    let bar: ReturnType<typeof progressBar> | undefined;
    const replay = await replayRecords(
      {
        log,
        ...shadow,
        lasting,
        hops: fuse(cleanHop, normaliseHop, analyseHop),
        toDocument: composeDocument,
        openRecent: (clock) => {
          const recent = openSqliteSeen({ dir: memories, clock });
          opened.push(recent);
          return recent;
        },
        clock: systemClock,
        settings: { pseudonymKey: key, homeOffset: config.homeOffset },
        onProgress: (done, total) => {
          bar ??= progressBar('records', total, systemClock.elapsed);
          bar.update(done);
        },
      },
      range,
    );
    bar?.stop();
    const diff = await shadows.diff(into, withinOf(range));
    for (const memory of opened.splice(0)) await memory.close();
    return swap === true ? { replay, diff, swap: await shadows.swap(into) } : { replay, diff };
  } finally {
    for (const memory of opened) await memory.close();
    await shadows.close();
    await close();
  }
};

const report = ({ replay, diff, swap }: Outcome, into: string): void => {
  const { records, written, tombstones, superseded, dead } = replay;
  const died = Object.values(dead).reduce((sum, count) => sum + count, 0);
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  say(`${records} records: ${written} written, ${tombstones} deletions, ${superseded} superseded, ${died} dead`);
  say(`against the live index: ${diff.same} the same`);
  for (const [what, name] of [
    ['relabelled', 'read otherwise'],
    ['different', 'other content'],
    ['onlyLive', 'only in the live one'],
    ['onlyShadow', 'only in the shadow'],
  ] as const) {
    const { count, samples } = diff[what];
    if (count > 0) say(`  ${count} ${name}: ${samples.join(' ')}`);
  }
  say(swap === undefined ? `the live index is as it was; the shadow is ${into}` : `swapped; ${swap.carried} carried over as they were`);
};

const replay = async (environment: Environment, options: ReplayOptions): Promise<void> => {
  const config = loadConfig({ env: environment, ...configFlags(options, environment) });
  const { dir } = config.data;
  // Elasticsearch swaps under running services; a folder has one owner.
  const claim = options.swap === true && config.kafka.brokers.length === 0 ? claimForSwap(dir) : null;
  try {
    const outcome = await run(config, { from: options.from ?? always.from, to: options.to ?? always.to }, options);
    if (options.json === true) process.stdout.write(`${JSON.stringify(outcome)}\n`);
    else report(outcome, options.into);
  } finally {
    claim?.release();
  }
};

const instant = (text: string): number => {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new InvalidArgumentError('a time as ISO 8601, such as 2026-11-01T00:00:00Z.');
  return at;
};

const indexName = (text: string): string => {
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/u.test(text)) throw new InvalidArgumentError('small letters, digits and hyphens, at most 41.');
  return text;
};

export const replayCommand = (environment: Environment): Command =>
  withConfigOptions(
    new Command('replay').description(
      'Runs the log through the stages of today into an index beside the live one, and compares (docs/operations.md)',
    ),
    ['data'],
  )
    .addOption(new Option('--from <time>', 'when the log took the first record; default: all that it holds').argParser(instant))
    .addOption(new Option('--to <time>', 'moment after the last').argParser(instant))
    .addOption(
      new Option('--into <index>', 'name of the shadow index; an earlier one is thrown away').argParser(indexName).makeOptionMandatory(),
    )
    .option('--swap', 'put it in the place of the live one; on a data folder with the server stopped')
    .option('--json', 'counts and samples as one JSON object on stdout')
    .action((options: ReplayOptions) => replay(environment, options));
