import { loadConfig, systemClock } from '@earshot/platform';
import { Command, Option } from 'commander';
import type { Environment } from '../environment.ts';
import { demoSource, streamDemo } from '../demo.ts';
import { type Embedded, runEmbedded } from '../embedded/run-embedded.ts';
import { untilSignal } from '../until-signal.ts';
import { configFlags, type ConfigOptions, withConfigOptions } from './config-options.ts';

interface StartOptions extends ConfigOptions {
  readonly demo?: boolean;
}

const stopDeadlineMs = 20_000;

const invitation = (address: string): string => `
  Earshot listens at ${address}

  Three things to try:
    1. open ${address} and click any bar: it shows the customers' words behind it
    2. curl -s ${address}/feedback_and_evaluation -d feedback='快递太慢了，三天还没到' -d evaluation=2
    3. npx earshot search '太慢 sentiment:negative'

  Ctrl+C stops it; everything accepted is kept.
`;

const serve = async (system: Embedded, demo: boolean, dir: string): Promise<void> => {
  const signal = untilSignal();
  process.stderr.write(invitation(system.address));
  if (demo) await Promise.race([streamDemo(system, demoSource, systemClock, dir), signal]);
  await signal;
  process.stderr.write('\nFinishing what is in flight …\n');
  const outcome = await system.stop(stopDeadlineMs);
  process.stderr.write(outcome === 'drained' ? 'Stopped.\n' : 'Stopped before everything was finished; the next start goes on with it.\n');
};

const start = async (environment: Environment, options: StartOptions): Promise<void> => {
  const config = loadConfig({ env: environment, ...configFlags(options, environment) });
  const failure = Promise.withResolvers<never>();
  const system = await runEmbedded({ config, clock: systemClock, onFailure: failure.reject });
  await Promise.race([serve(system, options.demo === true, config.data.dir), failure.promise]);
  // The feed of an open browser tab must not keep a stopped system alive.
  process.exit(0);
};

export const startCommand = (environment: Environment): Command =>
  withConfigOptions(new Command('start').description('The whole system in one process, on one folder of data'), ['data', 'port', 'host'])
    .addOption(new Option('--demo', 'stream the sample data in'))
    .action((options: StartOptions) => start(environment, options));
