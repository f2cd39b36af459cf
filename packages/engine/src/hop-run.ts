import { dead, fault, type Outcome } from '@earshot/model';
import type { Claim, FirstSeen } from '@earshot/platform';
import type { Hop } from './hop.ts';
import type { MemoryStep, PlainStep, Question, Step, StepContext } from './step.ts';

/** How a hop ended for one record. */
export interface Ended<Out> {
  readonly outcome: Outcome<Out>;
  /** The step that decided: the last one where the record came through. */
  readonly step: string;
  readonly version: string;
  /** Time the record spent in the hop, milliseconds: its share of each step's computing and the batch's round trips to memory. */
  readonly ms: number;
}

/** What a running hop asks of its driver: all questions of the batch at once. */
export interface ClaimRequest {
  readonly claims: readonly Claim[];
  readonly windowMs: number;
}

export interface HopOptions {
  /** Monotonic milliseconds for `ms`; without it every `ms` is 0. */
  readonly elapsed?: () => number;
  /**
   * Order key of each record, in the order of the records. A record behind a parked one of its key is held: it ends as null and
   * claims nothing more, so that the parked one still comes first. Without it nothing is held.
   */
  readonly keys?: readonly string[];
}

interface Traveller {
  readonly id: string;
  readonly key: string | undefined;
  value: unknown;
  ended: Ended<unknown> | null;
  alive: boolean;
  ms: number;
}

type AnyStep = Step<unknown, unknown>;

const still = (): number => 0;

/** Where a throw happened, without its message: messages quote data. */
const placeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'a throw of no error';
  const frame = /([\w.-]+\.[cm]?[jt]s:\d+)/u.exec(error.stack?.slice(error.stack.indexOf('\n')) ?? '')?.[1];
  return frame === undefined ? error.name : `${error.name} at ${frame}`;
};

const unmet = (error: unknown): Outcome<never> => dead(fault('err:stage:platform:unmet-promise', { detail: placeOf(error) }));

/** One poisonous record never stops the others: its throw becomes its own dead letter. */
const guarded = (decide: () => Outcome<unknown>): Outcome<unknown> => {
  try {
    return decide();
  } catch (error) {
    return unmet(error);
  }
};

const settle = (traveller: Traveller, step: AnyStep, outcome: Outcome<unknown>): void => {
  if (outcome.tag === 'ok') {
    traveller.value = outcome.value;
    return;
  }
  traveller.alive = false;
  traveller.ended = { outcome, step: step.name, version: step.version, ms: traveller.ms };
};

/** The travellers that go on, in order; one behind a parked one of its key ends as null, whatever became of it. */
const holdBehindParked = (travellers: readonly Traveller[], held: Set<string>): readonly Traveller[] => {
  for (const traveller of travellers) {
    const { key, ended } = traveller;
    if (key === undefined) continue;
    if (held.has(key)) {
      traveller.alive = false;
      traveller.ended = null;
    } else if (ended?.outcome.tag === 'park') held.add(key);
  }
  return travellers.filter(({ alive }) => alive);
};

/** One step over the whole batch. @returns who goes on */
const runStep = (
  travellers: readonly Traveller[],
  step: PlainStep<unknown, unknown>,
  context: StepContext,
  elapsed: () => number,
): readonly Traveller[] => {
  const from = elapsed();
  const outcomes = travellers.map(({ value }) => guarded(() => step.decide(value, context)));
  const ms = (elapsed() - from) / travellers.length;
  let ended = 0;
  for (let at = 0; at < travellers.length; at += 1) {
    const traveller = travellers[at] as Traveller;
    traveller.ms += ms;
    settle(traveller, step, outcomes[at] as Outcome<unknown>);
    if (!traveller.alive) ended += 1;
  }
  return ended === 0 ? travellers : travellers.filter(({ alive }) => alive);
};

/**
 * Memory steps part the hop. Between them the batch goes through step by step, not record by record: what a step works with, its code and
 * its tables, then stays in the processor's caches for the whole batch.
 */
const runPlain = (
  travellers: readonly Traveller[],
  steps: readonly AnyStep[],
  context: StepContext,
  elapsed: () => number,
  held: Set<string>,
): void => {
  const walking = holdBehindParked(
    travellers.filter(({ alive }) => alive),
    held,
  );
  let going = walking;
  for (const step of steps) if (step.kind === 'plain' && going.length > 0) going = runStep(going, step, context, elapsed);
  if (going.length < walking.length) holdBehindParked(walking, held);
};

interface Asked {
  readonly traveller: Traveller;
  readonly count: number;
}

const ask = (travellers: readonly Traveller[], step: MemoryStep<unknown, unknown>, claims: Claim[]): readonly Asked[] => {
  const asked: Asked[] = [];
  for (const traveller of travellers) {
    if (!traveller.alive) continue;
    let questions: readonly Question[];
    try {
      questions = step.ask(traveller.value);
    } catch (error) {
      settle(traveller, step, unmet(error));
      continue;
    }
    for (const question of questions) claims.push({ ...question, owner: traveller.id });
    asked.push({ traveller, count: questions.length });
  }
  return asked;
};

const answer = (
  asked: readonly Asked[],
  answers: readonly FirstSeen[],
  step: MemoryStep<unknown, unknown>,
  context: StepContext,
  held: Set<string>,
): void => {
  let at = 0;
  for (const { traveller, count } of asked) {
    const mine = answers.slice(at, at + count).map((first) => ({ ...first, mine: first.owner === traveller.id }));
    at += count;
    settle(
      traveller,
      step,
      guarded(() => step.decide(traveller.value, mine, context)),
    );
  }
  holdBehindParked(
    asked.map(({ traveller }) => traveller),
    held,
  );
};

const segments = (steps: readonly AnyStep[]): readonly (readonly AnyStep[])[] => {
  const parts: AnyStep[][] = [];
  for (const step of steps) {
    const last = parts.at(-1);
    if (step.kind === 'plain' && last?.[0]?.kind === 'plain') last.push(step);
    else parts.push([step]);
  }
  return parts;
};

/**
 * Takes a batch through a hop, step by step over the records still alive; the driver answers each `ClaimRequest`. Ended in the order of
 * the records; null for a held record (see `HopOptions.keys`).
 */
export function* hopRun<In extends { readonly id: string }, Out>(
  hop: Hop<In, Out>,
  records: readonly In[],
  context: StepContext,
  { elapsed = still, keys }: HopOptions,
): Generator<ClaimRequest, readonly (Ended<Out> | null)[], readonly FirstSeen[]> {
  const steps = hop.steps as readonly unknown[] as readonly AnyStep[];
  const travellers = records.map((value, at): Traveller => ({ id: value.id, key: keys?.[at], value, ended: null, alive: true, ms: 0 }));
  const held = new Set<string>();
  for (const segment of segments(steps)) {
    const [step] = segment;
    if (step?.kind !== 'memory') {
      runPlain(travellers, segment, context, elapsed, held);
      continue;
    }
    const from = elapsed();
    const claims: Claim[] = [];
    const asked = ask(travellers, step, claims);
    const answers = claims.length === 0 ? [] : yield { claims, windowMs: step.windowMs };
    const waited = elapsed() - from;
    for (const { traveller } of asked) traveller.ms += waited;
    answer(asked, answers, step, context, held);
  }
  const last = steps.at(-1);
  return travellers.map(({ value, ended, alive, ms }) => {
    if (!alive) return ended as Ended<Out> | null;
    return { outcome: { tag: 'ok', value: value as Out }, step: last?.name ?? hop.name, version: last?.version ?? '', ms };
  });
}
