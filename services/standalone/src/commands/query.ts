import { csvOf, filteredQuery, type Filters, planOf, printedBucket, queryOf } from '@earshot/api';
import { channels, type FeedbackDocument, sentiments } from '@earshot/model';
import { createTelemetry, type Hit, type Index, loadConfig, openSqliteIndex, systemClock } from '@earshot/platform';
import { fold, words } from '@earshot/text';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { openServers } from '../distributed/servers.ts';
import type { Environment } from '../environment.ts';
import { lineWriter } from '../output.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';
import { configFlags, type ConfigOptions, withConfigOptions } from './config-options.ts';

interface FilterOptions extends ConfigOptions {
  readonly channel?: string;
  readonly sentiment?: string;
  readonly topic?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Elasticsearch where its address is given; else the folder's index, read beside whoever writes it. */
const withIndex = async (environment: Environment, options: ConfigOptions, work: (index: Index) => Promise<void>): Promise<void> => {
  const config = loadConfig({ env: environment, ...configFlags(options, environment) });
  if (config.elasticsearch.url !== undefined) {
    const telemetry = createTelemetry({ service: 'query', version, clock: systemClock, level: 'warn' });
    const servers = openServers({ config, clock: systemClock, telemetry, client: 'earshot-query' });
    try {
      await work(await servers.index());
    } finally {
      await servers.close();
    }
    return;
  }
  const { dir } = config.data;
  if (!existsSync(path.join(dir, 'index.sqlite'))) {
    throw new UsageError(`there is no index in ${dir} yet. Start with: npm start, or name the folder with --data DIR`);
  }
  const index = openSqliteIndex({ dir, analyser: { words, fold }, readOnly: true });
  try {
    await work(index);
  } finally {
    await index.close();
  }
};

const list = <V extends string>(given: string | undefined, known: readonly V[], name: string): V[] | undefined => {
  if (given === undefined) return undefined;
  return given.split(',').map((value) => {
    const found = known.find((candidate) => candidate === value);
    if (found === undefined) throw new UsageError(`there is no ${value} in ${name}; it takes ${known.join(', ')}`);
    return found;
  });
};

const filtersOf = (q: string, { channel, sentiment, topic, from, to }: FilterOptions): Filters => ({
  q,
  channel: list(channel, channels, '--channel'),
  sentiment: list(sentiment, sentiments, '--sentiment'),
  topic,
  from,
  to,
});

const rowText = ({ document }: Hit): string => {
  const { '@timestamp': at, channel, sentiment, rating, text } = document;
  const stars = rating === undefined ? '' : ` ${rating.value}/${rating.max}`;
  const line = text.replaceAll(/\s+/gu, ' ');
  return `${at.slice(0, 16).replace('T', ' ')}  ${channel.padEnd(7)} ${sentiment.label.padEnd(8)}${stars.padEnd(6)} ${line.length > 120 ? `${line.slice(0, 119)}…` : line}`;
};

interface SearchOptions extends FilterOptions {
  readonly sort: 'newest' | 'oldest' | 'relevance';
  readonly size: number;
  readonly cursor?: string;
  readonly json?: boolean;
}

const search = (environment: Environment, q: readonly string[], options: SearchOptions): Promise<void> =>
  withIndex(environment, options, async (index) => {
    const { sort, size, cursor } = options;
    const query = filteredQuery(filtersOf(q.join(' '), options), systemClock.now());
    const page = await index.search(query, { sort, size, highlight: true, ...(cursor === undefined ? {} : { cursor }) });
    if (options.json === true) {
      process.stdout.write(`${JSON.stringify(page)}\n`);
      return;
    }
    for (const hit of page.hits) process.stdout.write(`${rowText(hit)}\n`);
    process.stderr.write(
      `${page.hits.length} of ${page.total.value}${page.cursor === undefined ? '' : `; more: --cursor ${page.cursor}`}\n`,
    );
  });

interface AggregateOptions extends ConfigOptions {
  readonly by: readonly string[];
  readonly metric: readonly string[];
  readonly interval: 'minute' | 'hour' | 'day' | 'week' | 'month';
  readonly timeZone: string;
  readonly json?: boolean;
}

type Printed = ReturnType<typeof printedBucket>;

const tree = (bucket: Printed, depth: number): readonly string[] => [
  `${'  '.repeat(depth)}${bucket.key ?? 'all'}  ${bucket.count}${Object.entries(bucket.metrics)
    .map(([name, value]) => `  ${name} ${JSON.stringify(value)}`)
    .join('')}`,
  ...(bucket.buckets ?? []).flatMap((child) => tree(child, depth + 1)),
];

const aggregate = (environment: Environment, q: readonly string[], options: AggregateOptions): Promise<void> =>
  withIndex(environment, options, async (index) => {
    const { by, metric, interval, timeZone } = options;
    const plan = planOf({ query: '', by: [...by], metrics: [...metric], interval, timeZone });
    const bucket = printedBucket(await index.aggregate(queryOf(q.join(' '), systemClock.now()), plan));
    process.stdout.write(options.json === true ? `${JSON.stringify(bucket)}\n` : `${tree(bucket, 0).join('\n')}\n`);
  });

interface ExportOptions extends FilterOptions {
  readonly format: 'csv' | 'ndjson';
}

const writeLines = async (documents: AsyncIterable<FeedbackDocument>): Promise<void> => {
  const out = lineWriter(process.stdout);
  for await (const document of documents) await out.write(JSON.stringify(document));
  await out.flush();
};

const exportRows = (environment: Environment, q: readonly string[], options: ExportOptions): Promise<void> =>
  withIndex(environment, options, async (index) => {
    const documents = index.scan(filteredQuery(filtersOf(q.join(' '), options), systemClock.now()));
    if (options.format === 'csv') await pipeline(csvOf(documents), process.stdout, { end: false });
    else await writeLines(documents);
  });

const positive = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 10_000) throw new InvalidArgumentError('a whole number from 1 to 10000.');
  return value;
};

const withFilters = (command: Command): Command =>
  withConfigOptions(command, ['data'])
    .option('--channel <list>', `${channels.join(', ')}; several by comma`)
    .option('--sentiment <list>', `${sentiments.join(', ')}; several by comma`)
    .option('--topic <node>', 'taxonomy node, such as delivery.speed')
    .option('--from <time>', 'first moment, ISO 8601')
    .option('--to <time>', 'moment after the last, ISO 8601');

export const searchCommand = (environment: Environment): Command =>
  withFilters(new Command('search').description('Documents of a query (docs/query.md)').argument('[query...]'))
    .addOption(new Option('--sort <order>', 'order of the rows').choices(['newest', 'oldest', 'relevance']).default('newest'))
    .addOption(new Option('--size <number>', 'rows of a page').argParser(positive).default(20))
    .option('--cursor <cursor>', 'of the page before')
    .option('--json', 'the page as one JSON object, as GET /v1/search answers')
    .action((q: string[], options: SearchOptions) => search(environment, q, options));

export const aggregateCommand = (environment: Environment): Command =>
  withConfigOptions(new Command('aggregate').description('Counts and metrics of a query').argument('[query...]'), ['data'])
    .addOption(new Option('--by <fields...>', 'fields to group by, outermost first').default(['channel']))
    .addOption(new Option('--metric <metrics...>', 'people, avg:FIELD, percentiles:FIELD …').default([]))
    .addOption(new Option('--interval <name>', 'of date fields').choices(['minute', 'hour', 'day', 'week', 'month']).default('day'))
    .addOption(new Option('--time-zone <zone>', 'where days begin: offset or IANA name').default('+00:00'))
    .option('--json', 'the tree as one JSON object, as POST /v1/aggregate answers')
    .action((q: string[], options: AggregateOptions) => aggregate(environment, q, options));

export const exportCommand = (environment: Environment): Command =>
  withFilters(new Command('export').description('All rows of a query, newest first, on stdout').argument('[query...]'))
    .addOption(new Option('--format <name>', 'of the rows').choices(['csv', 'ndjson']).default('ndjson'))
    .action((q: string[], options: ExportOptions) => exportRows(environment, q, options));
