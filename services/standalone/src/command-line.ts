import { UnknownFormat } from '@earshot/intake';
import { ConfigFault, RequestFault, SchemaDrift, StorageFault } from '@earshot/platform';
import { Command, CommanderError } from 'commander';
import { analyseCommand } from './commands/analyse.ts';
import { deadCommand } from './commands/dead.ts';
import { doctorCommand } from './commands/doctor.ts';
import { importCommand } from './commands/import.ts';
import { exportLogCommand, importLogCommand } from './commands/log-file.ts';
import { parseCommand } from './commands/parse.ts';
import { aggregateCommand, exportCommand, searchCommand } from './commands/query.ts';
import { replayCommand } from './commands/replay.ts';
import { runCommand } from './commands/run.ts';
import { startCommand } from './commands/start.ts';
import { indexCommand } from './commands/index-admin.ts';
import { topicsCommand } from './commands/topics.ts';
import { validateCommand } from './commands/validate.ts';
import type { Environment } from './environment.ts';
import { PartialFailure, UsageError } from './usage-error.ts';
import { version } from './version.ts';

/** Failures that a person can mend: told in their own words, without a stack. */
const plain = [UsageError, UnknownFormat, PartialFailure, ConfigFault, StorageFault, SchemaDrift, RequestFault];

const describe = (error: unknown): string => {
  if (plain.some((kind) => error instanceof kind)) return (error as Error).message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

const exitCodeOf = (error: unknown): number => {
  // Help and version are answers, every other word of commander is about wrong usage.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  process.stderr.write(`earshot: ${describe(error)}\n`);
  return error instanceof UsageError || error instanceof UnknownFormat || error instanceof ConfigFault || error instanceof RequestFault
    ? 2
    : 1;
};

const program = (environment: Environment): Command => {
  const root = new Command('earshot')
    .description('Customer feedback from every channel: in, understood, searchable.')
    .version(version)
    .helpCommand(true)
    .showHelpAfterError('(earshot --help lists the commands)')
    .addHelpText('after', '\nExit codes: 0 ok, 1 some work failed, 2 wrong usage. Data goes to stdout, progress and talk to stderr.');
  const commands = [
    startCommand(environment),
    runCommand(environment),
    importCommand(environment),
    parseCommand(),
    analyseCommand(environment),
    searchCommand(environment),
    aggregateCommand(environment),
    exportCommand(environment),
    deadCommand(environment),
    replayCommand(environment),
    exportLogCommand(environment),
    importLogCommand(environment),
    topicsCommand(environment),
    indexCommand(environment),
    validateCommand(environment),
    doctorCommand(environment),
  ];
  for (const command of commands) {
    for (const part of command.commands) part.exitOverride();
    root.addCommand(command.exitOverride());
  }
  return root.exitOverride();
};

/** Runs one command; resolves to the exit code. */
export const run = async (words: readonly string[], environment: Environment): Promise<number> => {
  // `earshot search x | head` closes the pipe: that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    await program(environment).parseAsync([...words], { from: 'user' });
    return process.exitCode === undefined ? 0 : Number(process.exitCode);
  } catch (error) {
    return exitCodeOf(error);
  }
};
