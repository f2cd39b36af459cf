import { type Hop, inMemoryMemory, runHopSync, type StageSettings } from '@earshot/engine';
import { type Channel, channels, type Fault, type RawRecord } from '@earshot/model';
import { systemClock } from '@earshot/platform';
import { type AnalysedRecord, analyseHop, cleanHop, composeDocument, normaliseHop } from '@earshot/stages';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type AnalyseInput, analyseInput } from '../analyse-input.ts';
import type { Environment } from '../environment.ts';
import { inputLines } from '../input-lines.ts';
import { lineWriter } from '../output.ts';
import { PartialFailure, UsageError } from '../usage-error.ts';

const stageNames = ['clean', 'normalise', 'analyse'] as const;
type StageName = (typeof stageNames)[number];

interface AnalyseOptions {
  readonly stages: readonly StageName[];
  readonly channel: Channel;
  readonly now?: string;
}

const hops: Readonly<Record<StageName, Hop<never, unknown>>> = { clean: cleanHop, normalise: normaliseHop, analyse: analyseHop };

const stagesOf = (text: string): readonly StageName[] => {
  const count = text.split(',').length;
  if (stageNames.slice(0, count).join(',') !== text) {
    throw new InvalidArgumentError('stages stand in order and start with clean: clean | clean,normalise | clean,normalise,analyse.');
  }
  return stageNames.slice(0, count);
};

/** Documents when all stages ran, else the record as the last stage left it. */
type Line = { readonly tag: 'record'; readonly record: RawRecord } | { readonly tag: 'fault'; readonly fault: Fault };

const batchLines = 64;

/** A run of the stages over batches of lines, with one memory for the whole stream. */
const analyser = ({ stages }: AnalyseOptions, settings: StageSettings, now: number) => {
  const memory = inMemoryMemory();
  return (lines: readonly AnalyseInput[]): readonly string[] => {
    let results: Line[] = [...lines];
    for (const stage of stages) {
      const alive = results.flatMap((line) => (line.tag === 'record' ? [line.record] : []));
      const ended = runHopSync(hops[stage] as Hop<RawRecord, RawRecord>, alive, memory, { now, settings });
      let next = 0;
      results = results.map((line): Line => {
        if (line.tag === 'fault') return line;
        const outcome = ended[next]?.outcome;
        next += 1;
        if (outcome?.tag === 'ok') return { tag: 'record', record: outcome.value };
        return { tag: 'fault', fault: outcome?.tag === 'dead' ? outcome.fault : { code: 'err:stage:platform:unmet-promise' } };
      });
    }
    const whole = stages.length === stageNames.length;
    return results.map((line) =>
      JSON.stringify(line.tag === 'fault' ? { fault: line.fault } : whole ? composeDocument(line.record as AnalysedRecord) : line.record),
    );
  };
};

const analyse = async (options: AnalyseOptions, environment: Environment): Promise<void> => {
  const now = options.now === undefined ? systemClock.now() : Date.parse(options.now);
  if (Number.isNaN(now)) throw new UsageError('--now is no ISO 8601 date, such as 2026-11-24T08:00:00Z');
  const settings = {
    pseudonymKey: environment['EARSHOT_PSEUDONYM_KEY'] ?? 'analyse',
    homeOffset: environment['EARSHOT_HOME_OFFSET'] ?? '+00:00',
  };
  const defaults = { receivedAt: new Date(now).toISOString(), channel: options.channel };
  const run = analyser(options, settings, now);
  const out = lineWriter(process.stdout);
  let batch: AnalyseInput[] = [];
  let number = 0;
  let faults = 0;
  const flush = async (): Promise<void> => {
    for (const line of run(batch)) {
      if (line.startsWith('{"fault"')) faults += 1;
      await out.write(line);
    }
    batch = [];
  };
  for await (const { text } of inputLines(process.stdin)) {
    number += 1;
    batch.push(analyseInput(text, number, defaults));
    if (batch.length === batchLines) await flush();
  }
  await flush();
  await out.flush();
  if (faults > 0) throw new PartialFailure(`${faults} of ${number} lines could not be analysed; their output lines say why`);
};

export const analyseCommand = (environment: Environment): Command =>
  new Command('analyse')
    .alias('analyze')
    .description('NDJSON {id, text, channel?, …} on stdin to feedback documents on stdout: one line each, same order; nothing is stored')
    .addOption(new Option('--stages <list>', 'clean, clean,normalise or clean,normalise,analyse').argParser(stagesOf).default(stageNames))
    .addOption(new Option('--channel <name>', 'channel of lines that name none').choices([...channels]).default('web'))
    .addOption(new Option('--now <time>', 'time of receipt, ISO 8601: equal input and time give equal output'))
    .action((options: AnalyseOptions) => analyse(options, environment));
