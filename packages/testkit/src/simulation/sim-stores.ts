import type { Claim, FirstSeen, ItemOutcome, Versioned } from '@earshot/platform';
import type { SimProcess, SimScheduler } from './scheduler.ts';

export interface Kept {
  readonly version: number;
  /** Content without the stamps of the write; null for a tombstone. */
  readonly content: string | null;
}

/** An index in memory by the rules of the port; answers `retry` and `systemic` by the seed while `trouble` is above 0. */
export interface SimIndex {
  writerOf(process: SimProcess): { write(operations: readonly Versioned[]): Promise<readonly ItemOutcome[]> };
  readonly kept: ReadonlyMap<string, Kept>;
  setTrouble(probability: number): void;
}

const contentOf = (operation: Versioned): string | null => {
  if (operation.tag === 'delete') return null;
  const { indexedAt: _, journey: __, ...content } = operation.document;
  return JSON.stringify(content);
};

export const simIndex = (scheduler: SimScheduler, isRejected: (content: string) => boolean): SimIndex => {
  const kept = new Map<string, Kept>();
  let trouble = 0;
  const writeOne = (operation: Versioned): ItemOutcome => {
    if (trouble > 0 && scheduler.random.chance(trouble)) {
      return { tag: scheduler.random.chance(0.7) ? 'retry' : 'systemic', reason: 'simulated' };
    }
    const content = contentOf(operation);
    if (content !== null && isRejected(content)) return { tag: 'reject', reason: 'simulated' };
    const before = kept.get(operation.id);
    if (before !== undefined && before.version > operation.version) return { tag: 'stale' };
    if (before?.version === operation.version) return { tag: before.content === content ? 'same' : 'conflict' };
    kept.set(operation.id, { version: operation.version, content });
    return { tag: 'done' };
  };
  return {
    kept,
    setTrouble: (probability) => {
      trouble = probability;
    },
    writerOf: (process) => ({ write: (operations) => scheduler.call(process, 'index', () => operations.map(writeOne)) }),
  };
};

/** A memory of first claims, shared by all processes. */
export const simSeen = (scheduler: SimScheduler) => {
  const first = new Map<string, FirstSeen>();
  const claimOne = ({ fingerprint, owner }: Claim): FirstSeen => {
    const answer = first.get(fingerprint) ?? { owner, at: scheduler.now() };
    first.set(fingerprint, answer);
    return answer;
  };
  return {
    memoryOf: (process: SimProcess) => ({
      claim: (claims: readonly Claim[], _windowMs: number): Promise<readonly FirstSeen[]> =>
        scheduler.call(process, 'seen', () => claims.map(claimOne)),
    }),
  };
};
