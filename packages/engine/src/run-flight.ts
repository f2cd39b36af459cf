import { fault, type Fault, type Outcome, topics } from '@earshot/model';
import type { ItemOutcome, LogRecord } from '@earshot/platform';
import { composeDeadLetter, writeDeadLetters, type Casualty } from './dead-letters.ts';
import type { Ended } from './hop-run.ts';
import type { Hop } from './hop.ts';
import { readJourney, roundedMs } from './journey.ts';
import type { Entry } from './lanes.ts';
import { runHop } from './run-hop.ts';
import type { SinkItem } from './sink.ts';
import type { StageLimits, StageSpec } from './stage-spec.ts';
import type { StepContext } from './step.ts';
import { holdBack, type Traveller, type Verdict } from './verdict.ts';

type Judged = Pick<Ended<unknown>, 'step' | 'version'>;

/** Name of an error: messages may quote data or addresses. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');

const outageOf = (error: unknown): Verdict => ({ tag: 'outage', reason: reasonOf(error) });

/** Names and attributes by the OpenTelemetry semantic conventions for messaging. */
const spanOf = (
  { tracing, topic, group, stage }: Pick<StageSpec<never, unknown>, 'tracing' | 'topic' | 'group' | 'stage'>,
  record: LogRecord,
) =>
  tracing?.resume(record.headers['traceparent'], `process ${topics[topic].name}`, {
    'messaging.operation.type': 'process',
    'messaging.destination.name': topics[topic].name,
    'messaging.destination.partition.id': `${record.partition}`,
    'messaging.kafka.offset': record.offset,
    'messaging.consumer.group.name': group,
    'earshot.stage': stage,
  }) ?? null;

const embark = <In extends { readonly id: string }, Out>(spec: StageSpec<In, Out>, entry: Entry): Traveller<In, Out> => {
  const { record } = entry;
  const span = spanOf(spec, record);
  try {
    return { entry, input: spec.decode(record), journey: [...readJourney(record.headers)], verdict: null, span };
  } catch (error) {
    const unreadable = fault('err:stage:client:unreadable-record', { detail: reasonOf(error) });
    return { entry, journey: [], verdict: { tag: 'dead', fault: unreadable, step: 'decode', version: '1' }, span };
  }
};

const verdictOf = (outcome: Exclude<Outcome<unknown>, { tag: 'ok' }>, { step, version }: Judged): Verdict => {
  if (outcome.tag === 'drop') return { tag: 'dropped', reason: outcome.reason };
  if (outcome.tag === 'park') return { tag: 'parked', until: outcome.until, reason: outcome.reason };
  return { tag: 'dead', fault: outcome.fault, step, version };
};

interface Afoot {
  readonly id: string;
}

const throughHop = async <In extends Afoot, Out>(
  spec: StageSpec<In, Out>,
  hop: Hop<Afoot, Afoot>,
  travellers: readonly Traveller<In, Out>[],
  context: StepContext,
): Promise<void> => {
  const records = travellers.map(({ input, output }) => (output ?? input) as unknown as Afoot);
  const keys = travellers.map(({ entry }) => entry.record.key);
  const ended = await runHop(hop, records, spec.memory, context, { elapsed: () => spec.clock.elapsed(), keys });
  const at = new Date(spec.clock.now()).toISOString();
  for (const [place, traveller] of travellers.entries()) {
    const end = ended[place] ?? null;
    if (end === null) traveller.verdict = { tag: 'held' };
    else if (end.outcome.tag === 'ok') {
      traveller.output = end.outcome.value as unknown as Out;
      traveller.journey.push({ stage: hop.name, at, ms: roundedMs(end.ms) });
    } else traveller.verdict = verdictOf(end.outcome, end);
  }
};

const throughHops = async <In extends Afoot, Out>(spec: StageSpec<In, Out>, travellers: readonly Traveller<In, Out>[]): Promise<void> => {
  const { hops } = spec.hops;
  const { bypass } = spec;
  const passes = ({ input }: Traveller<In, Out>): boolean => input !== undefined && bypass?.(input) === true;
  const walking = travellers.filter((traveller) => traveller.verdict === null && !passes(traveller));
  const context: StepContext = { now: spec.clock.now(), settings: spec.settings };
  try {
    for (const hop of hops as readonly unknown[] as readonly Hop<Afoot, Afoot>[]) {
      const alive = walking.filter(({ verdict }) => verdict === null);
      if (alive.length === 0) break;
      await throughHop(spec, hop, alive, context);
    }
    if (hops.length > 0) return;
    for (const traveller of walking) traveller.output = traveller.input as unknown as Out;
  } catch (error) {
    for (const traveller of walking) traveller.verdict ??= outageOf(error);
  }
};

const verdictOfWrite = <In extends Afoot, Out>(
  spec: StageSpec<In, Out>,
  limits: StageLimits,
  traveller: Traveller<In, Out>,
  outcome: ItemOutcome,
): Verdict => {
  const { codes } = spec.sink;
  const gaveUp = (given: Fault): Verdict => ({ tag: 'dead', fault: given, step: 'write', version: '1' });
  switch (outcome.tag) {
    case 'done':
    case 'same':
    case 'stale':
      return { tag: 'out', outcome: outcome.tag };
    case 'conflict':
      return gaveUp(fault(codes.conflict));
    case 'reject':
      return gaveUp(fault(codes.reject, { detail: outcome.reason }));
    case 'retry':
      traveller.entry.failures += 1;
      return spec.isDataFault?.(outcome.reason) === true && traveller.entry.failures >= limits.maxAttempts
        ? gaveUp(fault(codes.reject, { detail: outcome.reason }))
        : { tag: 'again' };
    default:
      return { tag: 'outage', reason: outcome.reason };
  }
};

const itemOf = <In extends Afoot, Out>({ entry, input, output, journey, span }: Traveller<In, Out>): SinkItem<In, Out> => {
  const trace = span === null ? {} : { traceparent: span.traceparent };
  const base = { source: entry.record, input: input as In, journey, ...trace };
  return output === undefined ? base : { ...base, output };
};

const isWritable = ({ entry, verdict }: Traveller<unknown, unknown>): boolean => verdict === null && entry.lane.session.state !== 'fenced';

const throughSink = async <In extends Afoot, Out>(
  spec: StageSpec<In, Out>,
  limits: StageLimits,
  travellers: readonly Traveller<In, Out>[],
): Promise<void> => {
  const leaving = travellers.filter(isWritable);
  if (leaving.length === 0) return;
  try {
    const outcomes = await spec.sink.write(leaving.map(itemOf));
    for (const [at, traveller] of leaving.entries()) {
      const outcome = outcomes[at] ?? ({ tag: 'systemic', reason: 'no outcome' } as const);
      traveller.verdict = verdictOfWrite(spec, limits, traveller, outcome);
    }
  } catch (error) {
    for (const traveller of leaving) traveller.verdict = outageOf(error);
  }
};

const casualtyOf = ({ entry, input, verdict }: Traveller<Afoot, unknown>): Casualty | null => {
  if (verdict?.tag !== 'dead' || entry.lane.session.state === 'fenced') return null;
  const { fault: given, step, version } = verdict;
  const base = { source: entry.record, step, version, fault: given, attempts: Math.max(1, entry.failures) };
  return input === undefined ? base : { ...base, feedbackId: input.id };
};

/** Dead letters are durable before anything of the flight counts as finished. */
const buryDead = async <In extends Afoot, Out>(spec: StageSpec<In, Out>, travellers: readonly Traveller<In, Out>[]): Promise<void> => {
  const casualties = travellers.map(casualtyOf).filter((casualty) => casualty !== null);
  if (casualties.length === 0) return;
  const failedAt = new Date(spec.clock.now()).toISOString();
  try {
    await writeDeadLetters(
      spec.log,
      casualties.map((casualty) => composeDeadLetter(spec.stage, spec.topic, casualty, failedAt)),
    );
  } catch (error) {
    for (const traveller of travellers) if (traveller.verdict?.tag === 'dead') traveller.verdict = outageOf(error);
  }
};

/**
 * Takes records through decode, hops, sink and dead letters; every traveller has a verdict afterwards, held back by key where an earlier
 * one goes again. Nothing of a fenced session is written. Never rejects: an outage is a verdict.
 */
export const runFlight = async <In extends Afoot, Out>(
  spec: StageSpec<In, Out>,
  limits: StageLimits,
  entries: readonly Entry[],
): Promise<readonly Traveller<In, Out>[]> => {
  const travellers = entries.map((entry) => embark(spec, entry));
  await throughHops(spec, travellers);
  // A record behind one that waits must not be written before it.
  holdBack(travellers);
  await throughSink(spec, limits, travellers);
  holdBack(travellers);
  await buryDead(spec, travellers);
  holdBack(travellers);
  for (const { span, verdict } of travellers) span?.end(verdict?.tag ?? 'held');
  return travellers;
};
