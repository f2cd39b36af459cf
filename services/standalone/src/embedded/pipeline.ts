import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { IndexedEvent } from '@earshot/model';
import type { StageSettings } from '@earshot/engine';
import type { TelemetryService } from '@earshot/platform';
import { version } from '../version.ts';
import type { FromThread, PipelineData, ToThread } from './messages.ts';

export interface PipelineOptions {
  readonly dir: string;
  readonly settings: StageSettings;
  /** Members of the group; each takes a share of the partitions. */
  readonly threads: number;
  readonly telemetry: TelemetryService;
  onIndexed(events: readonly IndexedEvent[]): void;
  /** A thread died of a bug: the process must not go on as if it worked. */
  onFailure(error: unknown): void;
}

/** The stages at work in threads of this process. */
export interface Pipeline {
  /** Brings the metrics of all threads into the telemetry. */
  collectMetrics(): Promise<void>;
  /** Finishes what is in flight, commits, closes; `late` when the deadline passed first. */
  drain(deadlineMs: number): Promise<'drained' | 'late'>;
}

interface Thread {
  send(message: ToThread): void;
  readonly ready: Promise<unknown>;
  readonly drained: Promise<'drained' | 'late'>;
  readonly metrics: (request: number) => Promise<void>;
  terminate(): Promise<unknown>;
}

/** Models take about 100 MiB, flights and buffers some more; without a bound the collector lets garbage pile up first. */
const heapLimits = { maxOldGenerationSizeMb: 176, maxYoungGenerationSizeMb: 16 };

const startThread = (worker: string, options: PipelineOptions): Thread => {
  const data: PipelineData = { dir: options.dir, settings: options.settings, worker, version };
  const thread = new Worker(new URL('./pipeline-thread.ts', import.meta.url), { workerData: data, resourceLimits: heapLimits });
  const ready = Promise.withResolvers<void>();
  const drained = Promise.withResolvers<'drained' | 'late'>();
  const waiting = new Map<number, () => void>();
  thread.on('message', (message: FromThread) => {
    if (message.tag === 'ready') ready.resolve();
    if (message.tag === 'indexed') options.onIndexed(message.events);
    if (message.tag === 'drained') drained.resolve(message.outcome);
    if (message.tag === 'metrics') {
      options.telemetry.absorb(worker, message.snapshot);
      waiting.get(message.request)?.();
      waiting.delete(message.request);
    }
  });
  thread.on('error', (error) => {
    ready.reject(error);
    options.onFailure(error);
  });
  thread.on('exit', () => {
    drained.resolve('late');
    for (const done of waiting.values()) done();
  });
  const send = (message: ToThread): void => thread.postMessage(message);
  return {
    send,
    ready: ready.promise,
    drained: drained.promise,
    metrics: (request) =>
      new Promise((resolve) => {
        waiting.set(request, resolve);
        send({ tag: 'metrics', request });
      }),
    terminate: () => (thread.threadId === -1 ? Promise.resolve() : Promise.race([once(thread, 'exit'), thread.terminate()])),
  };
};

/** Starts the threads and waits until all of them pull. */
export const startPipeline = async (options: PipelineOptions): Promise<Pipeline> => {
  const threads = Array.from({ length: options.threads }, (_, number) => startThread(`${number + 1}`, options));
  await Promise.all(threads.map(({ ready }) => ready));
  let request = 0;
  return {
    collectMetrics: async () => {
      request += 1;
      await Promise.all(threads.map(({ metrics }) => metrics(request)));
    },
    drain: async (deadlineMs) => {
      for (const { send } of threads) send({ tag: 'drain', deadlineMs });
      const outcomes = await Promise.all(threads.map(({ drained }) => drained));
      await Promise.all(threads.map(({ terminate }) => terminate()));
      return outcomes.includes('late') ? 'late' : 'drained';
    },
  };
};
