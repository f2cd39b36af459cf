import { createTelemetry, loadConfig, type SchemaReport, systemClock } from '@earshot/platform';
import { Command } from 'commander';
import { elasticsearchAccess, requireServers } from '../distributed/servers.ts';
import type { Environment } from '../environment.ts';
import { progressBar } from '../progress.ts';
import { PartialFailure } from '../usage-error.ts';
import { version } from '../version.ts';
import { configFlags, type ConfigOptions, withConfigOptions } from './config-options.ts';

interface IndexOptions extends ConfigOptions {
  readonly json?: boolean;
}

type Work = 'apply' | 'check' | 'reindex' | 'roll-back';
type Admin = Awaited<ReturnType<typeof open>>;

const open = async (environment: Environment, work: Work, options: IndexOptions) => {
  const config = loadConfig({ env: environment, ...configFlags(options, environment) });
  requireServers(config, ['elasticsearch'], `earshot index ${work}`);
  const telemetry = createTelemetry({ service: 'index', version, clock: systemClock, level: 'warn' });
  const { openElasticsearchIndex } = await import('@earshot/platform/distributed');
  return openElasticsearchIndex({ ...elasticsearchAccess(config), clock: systemClock, telemetry });
};

const tell = (json: boolean, value: unknown, lines: readonly string[]): void => {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join(''));
};

const schemaLines = ({ created, drift }: SchemaReport): readonly string[] =>
  created.length + drift.length === 0
    ? ['the index is as this version wants it']
    : [...created.map((name) => `created  ${name}`), ...drift.map((what) => `drift    ${what}`)];

const works: Readonly<Record<Work, (index: Admin, json: boolean) => Promise<void>>> = {
  apply: async (index, json) => {
    const report = await index.apply();
    tell(json, report, schemaLines(report));
  },
  check: async (index, json) => {
    const report = await index.check();
    tell(json, report, schemaLines(report));
    if (report.drift.length > 0) throw new PartialFailure('the index differs from this version; earshot index apply or reindex mends it');
  },
  reindex: async (index, json) => {
    let bar: ReturnType<typeof progressBar> | undefined;
    const report = await index.reindex({
      onProgress: ({ copied, total, month }) => {
        bar ??= progressBar('documents', total, systemClock.elapsed);
        bar.update(copied, month);
      },
    });
    bar?.stop();
    const months = report.months.map(
      ({ month, index: name, documents, tombstones, checksum }) =>
        `${month}  ${name}  ${documents} documents, ${tombstones} deletions, checksum ${checksum}`,
    );
    tell(json, report, [...months, `${report.caughtUp} written meanwhile and caught up; earshot index roll-back puts the old ones back`]);
  },
  'roll-back': async (index, json) => {
    const names = await index.rollBack();
    tell(json, { names }, names);
  },
};

const descriptions: Readonly<Record<Work, string>> = {
  apply: 'Creates templates and aliases, and tells what differs',
  check: 'Tells what differs, exit code 1 where anything does',
  reindex: 'Builds every month anew beside the live one, compares counts and checksums, swaps in one step',
  'roll-back': 'Puts the indices before the last reindex back, with everything written since',
};

/** `earshot index apply|check|reindex|roll-back`: the schema of the model against Elasticsearch. */
export const indexCommand = (environment: Environment): Command => {
  const command = new Command('index').description('The indices of Elasticsearch: schema, rebuilding, going back');
  for (const work of Object.keys(works) as Work[]) {
    const part = new Command(work).description(descriptions[work]).option('--json', 'the report as one JSON object');
    command.addCommand(
      withConfigOptions(part, []).action(async (options: IndexOptions) => {
        const index = await open(environment, work, options);
        try {
          await works[work](index, options.json === true);
        } finally {
          await index.close();
        }
      }),
    );
  }
  return command;
};
