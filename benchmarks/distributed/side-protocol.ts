import type { WorkerStage } from '@earshot/platform';

/** One part of a run, in a process of its own. */
export type Part =
  | { readonly tag: 'baseline'; readonly from: string; readonly index: string; readonly batch: number }
  | { readonly tag: 'indexer'; readonly from: string; readonly index: string }
  | {
      readonly tag: 'worker';
      readonly stages: readonly WorkerStage[];
      readonly from: string;
      readonly to: string;
      readonly memory: string;
    };

/** After `start` a part joins its group and takes nothing before `go`, so that joining is not timed. */
export type Order =
  | { readonly tag: 'start'; readonly part: Part }
  | { readonly tag: 'go' }
  | { readonly tag: 'stop' }
  | { readonly tag: 'end' };

export interface Usage {
  /** Records whose effect is durable. */
  readonly records: number;
  /** When the first batch came and the last effect was durable, milliseconds since the Unix epoch. */
  readonly first: number;
  readonly last: number;
  /** User and system time of the process from the first batch on, microseconds. */
  readonly cpuMicros: number;
  /** Calls of `seen` and the time they took, microseconds in sum. */
  readonly claims: number;
  readonly claimMicros: number;
}

export type Word =
  | { readonly tag: 'ready' }
  | { readonly tag: 'progress'; readonly records: number }
  | { readonly tag: 'stopped'; readonly usage: Usage; readonly dead: number };
