import { userInfo } from 'node:os';
import {
  type DeadLetterBook,
  discardDeadLetters,
  type LetterSelector,
  letterStates,
  listDeadLetters,
  type ListedGroup,
  openDeadLetterBook,
  retryDeadLetters,
  showDeadLetter,
} from '@earshot/operations';
import { loadConfig, systemClock } from '@earshot/platform';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Environment } from '../environment.ts';
import { openOperatedLog } from '../operations/open-log.ts';
import { PartialFailure, UsageError } from '../usage-error.ts';
import { configFlags, type ConfigOptions, withConfigOptions } from './config-options.ts';

interface ListOptions extends ConfigOptions {
  readonly state: (typeof letterStates)[number] | 'all';
  readonly json?: boolean;
}

interface ActionOptions extends ConfigOptions {
  readonly fingerprint?: string;
  readonly id?: readonly string[];
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly limit?: number;
  readonly reason?: string;
  readonly json?: boolean;
}

const withBook = async (environment: Environment, options: ConfigOptions, work: (book: DeadLetterBook) => Promise<void>): Promise<void> => {
  const config = loadConfig({ env: environment, ...configFlags(options, environment) });
  const { log, close } = await openOperatedLog(config, systemClock);
  try {
    await work(openDeadLetterBook(log));
  } finally {
    await close();
  }
};

const printJson = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

const groupText = ({
  fingerprint,
  count,
  stage,
  step,
  code,
  path,
  firstFailedAt,
  lastFailedAt,
  channels,
  samples,
}: ListedGroup): string => {
  const places = Object.entries(channels).map(([channel, letters]) => `${channel} ${letters}`);
  return [
    `${fingerprint}  ${count}  ${stage} › ${step}  ${code}${path === undefined ? '' : ` at ${path}`}`,
    `  ${firstFailedAt} to ${lastFailedAt}${places.length === 0 ? '' : `  (${places.join(', ')})`}`,
    `  such as ${samples.join(' ')}`,
  ].join('\n');
};

const list = (environment: Environment, options: ListOptions): Promise<void> =>
  withBook(environment, options, async (book) => {
    const groups = await listDeadLetters(book, { state: options.state });
    if (options.json === true) {
      printJson({ groups });
      return;
    }
    for (const group of groups) process.stdout.write(`${groupText(group)}\n`);
    const letters = groups.reduce((sum, { count }) => sum + count, 0);
    process.stderr.write(`${letters} ${options.state === 'all' ? '' : `${options.state} `}dead letters in ${groups.length} groups\n`);
  });

const show = (environment: Environment, id: string, options: ListOptions): Promise<void> =>
  withBook(environment, options, async (book) => {
    const found = await showDeadLetter(book, id);
    if (found === null) throw new UsageError(`there is no dead letter ${id}. List them with: earshot dead list`);
    process.stdout.write(`${options.json === true ? JSON.stringify(found) : JSON.stringify(found, null, 2)}\n`);
  });

const selectorOf = ({ fingerprint, id, all }: ActionOptions): LetterSelector => {
  const given = [fingerprint, id, all].filter((part) => part !== undefined);
  if (given.length !== 1) throw new UsageError('say which letters, by one of --fingerprint F, --id ID... and --all');
  if (fingerprint !== undefined) return { fingerprint };
  return id === undefined ? { all: true } : { ids: id };
};

const operator = (): string => {
  try {
    return `shell:${userInfo().username}`;
  } catch {
    return 'shell';
  }
};

const decisionOf = ({ dryRun = false, limit, reason }: ActionOptions) => ({
  clock: systemClock,
  by: operator(),
  dryRun,
  ...(limit === undefined ? {} : { limit }),
  ...(reason === undefined ? {} : { reason }),
});

const retry = (environment: Environment, options: ActionOptions): Promise<void> => {
  const selector = selectorOf(options);
  return withBook(environment, options, async (book) => {
    const report = await retryDeadLetters(book, selector, decisionOf(options));
    const { retried, skipped, unknown, gone, goneCount } = report;
    if (options.json === true) printJson(report);
    else {
      const would = options.dryRun === true ? 'would be retried' : 'retried; the pipeline takes them when it runs';
      process.stderr.write(`${retried} ${would}, ${skipped} decided before, ${unknown} unknown\n`);
    }
    if (goneCount > 0) {
      throw new PartialFailure(
        `${goneCount} originals are gone: retention took them (${gone.slice(0, 5).join(' ')}). Discard their letters`,
      );
    }
  });
};

const discard = (environment: Environment, options: ActionOptions): Promise<void> => {
  const selector = selectorOf(options);
  return withBook(environment, options, async (book) => {
    const report = await discardDeadLetters(book, selector, decisionOf(options));
    const { discarded, skipped, unknown } = report;
    if (options.json === true) printJson(report);
    else {
      process.stderr.write(
        `${discarded} ${options.dryRun === true ? 'would be discarded' : 'discarded'}, ${skipped} decided before, ${unknown} unknown\n`,
      );
    }
  });
};

const positive = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('a whole number from 1.');
  return value;
};

const action = (name: string, description: string): Command =>
  withConfigOptions(new Command(name).description(description), ['data'])
    .option('--fingerprint <fingerprint>', 'letters of one group')
    .option('--id <ids...>', 'letters by id')
    .option('--all', 'every open letter')
    .option('--dry-run', 'count only, change nothing')
    .addOption(new Option('--limit <number>', 'letters at most').argParser(positive))
    .option('--reason <text>', 'kept with the decision')
    .option('--json', 'the counts as one JSON object on stdout');

export const deadCommand = (environment: Environment): Command =>
  new Command('dead')
    .description('Messages that failed for good: look, run again, close (docs/operations.md)')
    .addCommand(
      withConfigOptions(new Command('list').description('groups of equal failures'), ['data'])
        .addOption(new Option('--state <state>', 'of the letters').choices([...letterStates, 'all']).default('open'))
        .option('--json', 'the groups as one JSON object, as GET /v1/dead-letters answers')
        .action((options: ListOptions) => list(environment, options)),
    )
    .addCommand(
      withConfigOptions(new Command('show').description('a letter with its original, personal data included').argument('<id>'), ['data'])
        .option('--json', 'on one line')
        .action((id: string, options: ListOptions) => show(environment, id, options)),
    )
    .addCommand(
      action('retry', 'run the failed stage again; twice is once').action((options: ActionOptions) => retry(environment, options)),
    )
    .addCommand(action('discard', 'close letters without running them').action((options: ActionOptions) => discard(environment, options)));
