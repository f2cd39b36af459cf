import {
  decodeRaw,
  type Fused,
  type Hop,
  indexSink,
  type Memory,
  readJourney,
  runHop,
  type Sink,
  type SinkItem,
  type StageSettings,
} from '@earshot/engine';
import type { FeedbackDocument, RawRecord } from '@earshot/model';
import type { Clock, Index, ItemOutcome, Log, LogRecord } from '@earshot/platform';
import { mergedScan, type Survey, surveyTopic, type TimeRange } from '../merged-scan.ts';
import { leadInHops, leadInOf, logTime, replayMemory } from './replay-memory.ts';

export interface ReplayParts<Out> {
  readonly log: Pick<Log, 'scan'>;
  readonly index: Pick<Index, 'write'>;
  /** Above every one of the live index. */
  readonly generation: number;
  readonly hops: Fused<RawRecord, Out>;
  readonly toDocument: (output: Out) => FeedbackDocument;
  /** The memory of the first run. */
  readonly lasting: Memory;
  /** Makes a fresh memory that tells the time by `clock`. */
  readonly openRecent: (clock: Clock) => Memory;
  readonly clock: Clock;
  readonly settings: StageSettings;
  onProgress?(done: number, total: number): void;
}

/** Every record of the range is counted once: records = written + tombstones + superseded + conflicts + left + dead. */
export interface ReplayReport {
  readonly records: number;
  readonly written: number;
  readonly tombstones: number;
  /** An older or the same revision of what was written already. */
  readonly superseded: number;
  /** Other content under the same revision; the first one counts, as in the first run. */
  readonly conflicts: number;
  /** Dropped or parked by a step. */
  readonly left: number;
  /** What died, by fault code; the replay writes no letters. */
  readonly dead: Readonly<Record<string, number>>;
}

/** Steps see one clock reading for a batch, so a batch is also bounded in the time that it spans. */
const batchLimits = { records: 256, bytes: 4 * 1_048_576, spanMs: 3_600_000 };
const mostRetries = 30;

interface Walker {
  readonly id: string;
}

interface Walking {
  readonly source: LogRecord;
  readonly input: RawRecord;
  output: Walker | undefined;
}

type Counts = { -readonly [K in keyof ReplayReport]: ReplayReport[K] extends number ? number : Record<string, number> };

const die = (counts: Counts, code: string): void => {
  counts.dead[code] = (counts.dead[code] ?? 0) + 1;
};

const readAll = (records: readonly LogRecord[], counts: Counts): Walking[] =>
  records.flatMap((source): Walking[] => {
    try {
      return [{ source, input: decodeRaw(source), output: undefined }];
    } catch {
      die(counts, 'err:stage:client:unreadable-record');
      return [];
    }
  });

const walk = async (
  walking: readonly Walking[],
  hops: readonly Hop<never, unknown>[],
  memory: Memory,
  context: { readonly now: number; readonly settings: StageSettings },
  counts: Counts,
): Promise<readonly Walking[]> => {
  for (const one of walking) one.output = one.input;
  let alive = walking;
  for (const hop of hops as readonly unknown[] as readonly Hop<Walker, Walker>[]) {
    const given = alive.map(({ input, output }) => output ?? input);
    const ended = await runHop(hop, given, memory, context);
    alive = alive.filter((one, at) => {
      const outcome = ended[at]?.outcome;
      if (outcome?.tag === 'ok') {
        one.output = outcome.value;
        return true;
      }
      if (outcome?.tag === 'dead') die(counts, outcome.fault.code);
      else counts.left += 1;
      return false;
    });
  }
  return alive;
};

const count = (outcome: ItemOutcome, { input }: Walking, sink: Pick<Sink<never, never>, 'codes'>, counts: Counts): void => {
  if (outcome.tag === 'done') counts[input.deleted ? 'tombstones' : 'written'] += 1;
  else if (outcome.tag === 'same' || outcome.tag === 'stale') counts.superseded += 1;
  else if (outcome.tag === 'conflict') counts.conflicts += 1;
  else die(counts, sink.codes.reject);
};

/** @throws in an outage of the shadow: the replay is started anew, the live index is as it was */
const write = async <Out>(sink: Sink<RawRecord, Out>, leaving: readonly Walking[], clock: Clock, counts: Counts): Promise<void> => {
  let waiting = leaving;
  for (let tries = 0; waiting.length > 0; tries += 1) {
    const items = waiting.map(({ source, input, output }): SinkItem<RawRecord, Out> => {
      const item = { source, input, journey: readJourney(source.headers) };
      return output === undefined ? item : { ...item, output: output as unknown as Out };
    });
    const outcomes = await sink.write(items);
    // What is behind an item that must go again goes again with it: its order is kept, and repeats change nothing.
    const first = outcomes.findIndex(({ tag }) => tag === 'retry' || tag === 'systemic');
    for (const [at, one] of waiting.slice(0, first === -1 ? waiting.length : first).entries()) {
      const outcome = outcomes[at];
      if (outcome !== undefined) count(outcome, one, sink, counts);
    }
    if (first === -1) return;
    const outcome = outcomes[first];
    if (outcome?.tag === 'systemic' || tries >= mostRetries) {
      throw new Error(`the shadow index cannot be written: ${outcome !== undefined && 'reason' in outcome ? outcome.reason : 'unknown'}`);
    }
    waiting = waiting.slice(first);
    await clock.sleep(Math.min(5000, 50 * 2 ** tries));
  }
};

async function* batches(records: AsyncIterable<LogRecord>): AsyncGenerator<readonly LogRecord[]> {
  let batch: LogRecord[] = [];
  let bytes = 0;
  for await (const record of records) {
    const span = record.appendedAt - (batch[0]?.appendedAt ?? record.appendedAt);
    if (batch.length >= batchLimits.records || bytes >= batchLimits.bytes || span > batchLimits.spanMs) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(record);
    bytes += record.value.byteLength;
  }
  if (batch.length > 0) yield batch;
}

/**
 * Runs the raw records of a range (by the time when the log took them) through the hops once more and writes what comes out. Deletions
 * become tombstones. Reads the log before the range as far as the steps remember, without writing that.
 */
export const replayRecords = async <Out>(parts: ReplayParts<Out>, range: TimeRange): Promise<ReplayReport> => {
  const { log, index, generation, hops, toDocument, lasting, openRecent, clock, settings, onProgress } = parts;
  const time = logTime();
  const memory = replayMemory(openRecent({ ...clock, ...time.clock }), lasting, time);
  const sink = indexSink<RawRecord, Out>({ index, clock, generation, toDocument });
  const counts: Counts = { records: 0, written: 0, tombstones: 0, superseded: 0, conflicts: 0, left: 0, dead: {} };
  const unwritten: Counts = { ...counts, dead: {} };
  const survey: Survey = await surveyTopic(log, 'raw', { ...range, from: range.from - leadInOf(hops) });
  const before = leadInHops(hops);
  let done = 0;
  const run = async (records: readonly LogRecord[], isLeadIn: boolean): Promise<void> => {
    const into = isLeadIn ? unwritten : counts;
    into.records += records.length;
    const walking = readAll(records, into);
    time.turnTo(walking.map(({ input, source }) => ({ id: input.id, at: source.appendedAt })));
    const alive = new Set(
      await walk(
        walking.filter(({ input }) => !input.deleted),
        isLeadIn ? before : hops.hops,
        memory,
        { now: records.at(-1)?.appendedAt ?? 0, settings },
        into,
      ),
    );
    if (isLeadIn) return;
    await write(
      sink,
      walking.filter((one) => one.input.deleted || alive.has(one)),
      clock,
      into,
    );
  };
  for await (const batch of batches(mergedScan(log, 'raw', survey))) {
    const lead = batch.filter(({ appendedAt }) => appendedAt < range.from);
    const wanted = batch.filter(({ appendedAt }) => appendedAt >= range.from);
    if (lead.length > 0) await run(lead, true);
    if (wanted.length > 0) await run(wanted, false);
    done += batch.length;
    onProgress?.(done, survey.records);
  }
  return counts;
};
