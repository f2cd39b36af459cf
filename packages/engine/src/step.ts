import type { Instant, Outcome } from '@earshot/model';

/** What a step may know besides its record: data, the same for the whole batch. */
export interface StepContext {
  /** The batch's one clock reading. */
  readonly now: Instant;
  /** Frozen settings of the deployment. */
  readonly settings: StageSettings;
}

export interface StageSettings {
  /** Secret of the author pseudonyms (HMAC-SHA-256 key). */
  readonly pseudonymKey: string;
  /** Offset of source times that name none, such as +08:00. */
  readonly homeOffset: string;
}

/** A pure, total, synchronous decision on one record. */
export interface PlainStep<In, Added> {
  readonly kind: 'plain';
  /** Metric label, provenance, docs anchor; verb-first, such as detect-language. */
  readonly name: string;
  /** Content hash of its rule data or model, or a number raised with its behaviour. */
  readonly version: string;
  readonly decide: (record: In, context: StepContext) => Outcome<In & Added>;
}

/** A fingerprint that a step wants claimed for its record; see the port `seen`. */
export interface Question {
  readonly fingerprint: string;
  /** Kept with the first claim and given to later askers. */
  readonly note?: string;
}

/** Who claimed the fingerprint first: `mine` when it was this very record, now or in an earlier delivery. */
export interface Answer {
  readonly owner: string;
  readonly mine: boolean;
  readonly at: Instant;
  readonly note?: string;
}

/** A step that needs memory, in two pure halves: it names its questions, the engine answers a whole batch in one round trip. */
export interface MemoryStep<In, Added> {
  readonly kind: 'memory';
  readonly name: string;
  readonly version: string;
  /** How long a claim is remembered. */
  readonly windowMs: number;
  readonly ask: (record: In) => readonly Question[];
  /** `answers` stand in the order of the questions. */
  readonly decide: (record: In, answers: readonly Answer[], context: StepContext) => Outcome<In & Added>;
}

export type Step<In, Added> = PlainStep<In, Added> | MemoryStep<In, Added>;
