import type { MemoryStep, PlainStep, Step } from './step.ts';

/** A stage: its steps in order, typed from what comes in to what goes out. */
export interface Hop<In, Out> {
  readonly name: string;
  readonly steps: readonly Step<never, unknown>[];
  /** Never present at run time: carries the types. */
  readonly types?: (record: In) => Out;
}

interface HopBuilder<In, Out> extends Hop<In, Out> {
  /** Takes only a step whose needs the steps before it have met. */
  step<Added>(step: PlainStep<Out, Added> | MemoryStep<Out, Added>): HopBuilder<In, Out & Added>;
}

const build = <In, Out>(name: string, steps: readonly Step<never, unknown>[]): HopBuilder<In, Out> => ({
  name,
  steps,
  step: (next) => build(name, [...steps, next as Step<never, unknown>]),
});

/** Starts a stage whose records come in as `In`. */
export const hop = <In>(name: string): HopBuilder<In, In> => build<In, In>(name, []);
