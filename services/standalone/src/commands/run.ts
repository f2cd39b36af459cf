import { loadConfig, systemClock, workerStages } from '@earshot/platform';
import { Argument, Command, Option } from 'commander';
import { runService } from '../distributed/run-service.ts';
import { type ServiceName, serviceNames, services } from '../distributed/start-parts.ts';
import type { Environment } from '../environment.ts';
import { untilSignal } from '../until-signal.ts';
import { configFlags, type ConfigOptions, withConfigOptions } from './config-options.ts';

interface RunOptions extends ConfigOptions {
  readonly stages?: string;
}

const stopDeadlineMs = 20_000;

const run = async (environment: Environment, name: ServiceName, options: RunOptions): Promise<void> => {
  const { flags, ...source } = configFlags(options, environment);
  const stages = options.stages?.split(',').map((stage) => stage.trim());
  const config = loadConfig({ env: environment, ...source, flags: { ...flags, 'worker.stages': stages } });
  const failure = Promise.withResolvers<never>();
  const signal = untilSignal();
  const service = await runService({ name, config, clock: systemClock, onFailure: failure.reject });
  process.stderr.write(`earshot ${name} listens at ${service.address}\n`);
  await Promise.race([signal, failure.promise]);
  const outcome = await service.stop(stopDeadlineMs);
  process.stderr.write(
    outcome === 'drained' ? 'Stopped.\n' : 'Stopped before everything was finished; whoever takes over goes on with it.\n',
  );
  // Connections of clients that never hang up must not keep a stopped service alive.
  process.exit(0);
};

const list = serviceNames.map((name) => `  ${name.padEnd(10)}${services[name].summary}`).join('\n');

export const runCommand = (environment: Environment): Command =>
  withConfigOptions(new Command('run').description('One service of the distributed system, on Kafka, Elasticsearch and Redis'), [
    'port',
    'host',
    'data',
  ])
    .addArgument(new Argument('<service>', 'which one').choices(serviceNames))
    .addOption(new Option('--stages <list>', `of a worker, several fused by comma: ${workerStages.join(',')} (default: all)`))
    .addHelpText(
      'after',
      `\nServices:\n${list}\n\nKAFKA_BROKERS, ELASTICSEARCH_URL and REDIS_URL name the servers. Each service answers /healthz, /readyz and /metrics.`,
    )
    .action((name: ServiceName, options: RunOptions) => run(environment, name, options));
