import type { IndexedEvent } from '@earshot/model';
import type { StageSettings } from '@earshot/engine';
import { groupOf, type MetricsSnapshot } from '@earshot/platform';

/** What a pipeline thread is started with. */
export interface PipelineData {
  readonly dir: string;
  readonly settings: StageSettings;
  readonly worker: string;
  readonly version: string;
}

export type ToThread = { readonly tag: 'drain'; readonly deadlineMs: number } | { readonly tag: 'metrics'; readonly request: number };

export type FromThread =
  | { readonly tag: 'ready' }
  | { readonly tag: 'indexed'; readonly events: readonly IndexedEvent[] }
  | { readonly tag: 'metrics'; readonly request: number; readonly snapshot: MetricsSnapshot }
  | { readonly tag: 'drained'; readonly outcome: 'drained' | 'late' };

/** The consumer group of the fused pipeline: the one that takes raw records on, wherever it runs. */
export const pipelineGroup = groupOf('raw');
