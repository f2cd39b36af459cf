import { type Config, createTelemetry, loadConfig, systemClock } from '@earshot/platform';
import type { TopicReport } from '@earshot/platform/distributed';
import { Command } from 'commander';
import { kafkaAccess, requireServers } from '../distributed/servers.ts';
import type { Environment } from '../environment.ts';
import { PartialFailure } from '../usage-error.ts';
import { version } from '../version.ts';
import { configFlags, type ConfigOptions, withConfigOptions } from './config-options.ts';

interface TopicsOptions extends ConfigOptions {
  readonly json?: boolean;
}

const optionsOf = (config: Config, work: string) => {
  requireServers(config, ['kafka'], `earshot topics ${work}`);
  return {
    ...kafkaAccess(config),
    clientId: 'earshot-topics',
    clock: systemClock,
    telemetry: createTelemetry({ service: 'topics', version, clock: systemClock, level: 'warn' }),
    replication: config.kafka.replication,
    retentionMs: config.retentionMs,
    partitions: config.partitions,
  };
};

const print = (report: TopicReport, json: boolean): void => {
  const { created, changed, drift } = report;
  if (json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  for (const name of created) process.stdout.write(`created  ${name}\n`);
  for (const name of changed) process.stdout.write(`changed  ${name}\n`);
  for (const { topic, setting, wanted, found } of drift)
    process.stdout.write(`drift    ${topic}: ${setting} is ${found}, wanted ${wanted}\n`);
  if (created.length + changed.length + drift.length === 0) process.stdout.write('every topic is as the table wants it\n');
};

const apply = async (environment: Environment, options: TopicsOptions): Promise<void> => {
  const config = loadConfig({ env: environment, ...configFlags(options, environment) });
  const { applyTopics } = await import('@earshot/platform/distributed');
  const report = await applyTopics(optionsOf(config, 'apply'));
  print(report, options.json === true);
  if (report.drift.length > 0) throw new PartialFailure(`${report.drift.length} settings cannot be changed on a topic that holds records`);
};

const check = async (environment: Environment, options: TopicsOptions): Promise<void> => {
  const config = loadConfig({ env: environment, ...configFlags(options, environment) });
  const { checkTopics } = await import('@earshot/platform/distributed');
  const report = await checkTopics(optionsOf(config, 'check'));
  print(report, options.json === true);
  if (report.drift.length > 0)
    throw new PartialFailure(`${report.drift.length} settings differ from the table; earshot topics apply mends what can be`);
};

/** `earshot topics apply|check`: the topics table of the model against Kafka. */
export const topicsCommand = (environment: Environment): Command => {
  const withOptions = (command: Command): Command => withConfigOptions(command, []).option('--json', 'the report as one JSON object');
  const command = new Command('topics').description('The topics of Kafka: partitions, replication, retention, sizes');
  command.addCommand(
    withOptions(new Command('apply').description('Creates what is missing and mends what differs')).action((options: TopicsOptions) =>
      apply(environment, options),
    ),
  );
  command.addCommand(
    withOptions(new Command('check').description('Tells what differs, exit code 1 where anything does')).action((options: TopicsOptions) =>
      check(environment, options),
    ),
  );
  return command;
};
