import type { Memory } from '@earshot/engine';
import type { Index, Log } from '@earshot/platform';
import type { Usage } from './side-protocol.ts';

/** Counts at the ports, so that every side is timed by the same rule: from its first batch to its last durable effect. */
export interface Meter {
  /** Lets the first batch through. */
  open(): void;
  /** Settles when it may begin. */
  began(): Promise<void>;
  landed(records: number): void;
  readonly log: (from: Log, to: Log) => Log;
  readonly index: (index: Index) => Pick<Index, 'write'>;
  readonly memory: (memory: Memory) => Memory;
  read(): Usage;
}

const now = (): number => performance.timeOrigin + performance.now();

export const openMeter = (): Meter => {
  let first = 0;
  let last = 0;
  let records = 0;
  let claims = 0;
  let claimMicros = 0;
  let cpu = process.cpuUsage();
  let used = 0;
  const gate = Promise.withResolvers<void>();
  const began = async (): Promise<void> => {
    await gate.promise;
    if (first > 0) return;
    first = now();
    cpu = process.cpuUsage();
  };
  const landed = (count: number): void => {
    records += count;
    last = now();
    const { user, system } = process.cpuUsage(cpu);
    used = user + system;
  };
  return {
    open: () => gate.resolve(),
    began,
    landed,
    log: (from, to) => ({
      ...from,
      subscribe: async (...words) => {
        const subscription = await from.subscribe(...words);
        return {
          ...subscription,
          batches: async function* () {
            for await (const batch of subscription.batches()) {
              await began();
              yield batch;
            }
          },
        };
      },
      append: async (topic, more) => {
        const outcomes = await to.append(topic, more);
        if (topic !== 'dead') landed(more.length);
        return outcomes;
      },
    }),
    index: (index) => ({
      write: async (operations) => {
        const outcomes = await index.write(operations);
        landed(outcomes.filter(({ tag }) => tag === 'done').length);
        return outcomes;
      },
    }),
    memory: (memory) => ({
      claim: async (...words) => {
        const from = performance.now();
        const seen = await memory.claim(...words);
        claims += 1;
        claimMicros += (performance.now() - from) * 1000;
        return seen;
      },
    }),
    read: () => ({ records, first, last, cpuMicros: used, claims, claimMicros }),
  };
};
