import { configSchema, loadConfig } from '@earshot/platform';
import { Command } from 'commander';
import type { Environment } from '../environment.ts';
import { configFlags, type ConfigOptions, withConfigOptions } from './config-options.ts';

interface ValidateOptions extends ConfigOptions {
  readonly schema?: boolean;
}

const validate = (environment: Environment, options: ValidateOptions): void => {
  const shown = options.schema === true ? configSchema() : loadConfig({ env: environment, ...configFlags(options, environment) }).effective;
  process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
};

export const validateCommand = (environment: Environment): Command =>
  withConfigOptions(new Command('validate').description('Checks the configuration and prints it as it counts, without secrets'), [
    'data',
    'port',
    'host',
  ])
    .option('--schema', 'print the JSON Schema of the file instead')
    .action((options: ValidateOptions) => validate(environment, options));
