import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Environment } from '../environment.ts';

export interface ConfigOptions {
  readonly config?: string;
  readonly data?: string;
  readonly port?: number;
  readonly host?: string;
}

const portNumber = (text: string): number => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('a port is a number from 0 to 65535.');
  return port;
};

const options = {
  data: () => new Option('--data <dir>', 'folder of the embedded store (default: ./data)'),
  port: () => new Option('--port <number>', 'port of the server (default: 8000)').argParser(portNumber),
  host: () => new Option('--host <address>', 'address to listen on (default: 127.0.0.1)'),
};

/** Adds `--config` and the flags that win over the configuration file. */
export const withConfigOptions = (command: Command, names: readonly (keyof typeof options)[]): Command => {
  command.addOption(new Option('--config <file>', 'configuration (default: earshot.config.json where there is one)'));
  for (const name of names) command.addOption(options[name]());
  return command;
};

const defaultFile = 'earshot.config.json';

/** The sources of the configuration that the command line names. */
export const configFlags = (given: ConfigOptions, environment: Environment): { file?: string; flags: Record<string, unknown> } => {
  const file = given.config ?? environment['EARSHOT_CONFIG'] ?? (existsSync(defaultFile) ? defaultFile : undefined);
  const flags = {
    ...(given.data === undefined ? {} : { 'data.dir': given.data }),
    ...(given.port === undefined ? {} : { 'server.port': given.port }),
    ...(given.host === undefined ? {} : { 'server.host': given.host }),
  };
  return { ...(file === undefined ? {} : { file }), flags };
};
