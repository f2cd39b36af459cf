import { describe, expect, test } from '@jest/globals';
import { hop, inMemoryMemory, runHop, runHopSync, type MemoryStep } from '@earshot/engine';
import { ok } from '@earshot/model';
import type { Claim } from '@earshot/platform';

interface Message {
  readonly id: string;
  readonly text: string;
}

interface Linked {
  readonly duplicateOf: string | null;
}

/**
 * Some decisions need memory: was this text here before? Such a step stays pure by being cut in two.
 *
 * - `ask` names its questions as values: fingerprints to claim;
 * - the engine claims all of a batch in one round trip and learns who came first;
 * - `decide` is pure again, given the answers.
 *
 * A claim belongs to a record id. Delivered again, a record finds its own claim: `mine` is true, and the decision is the same.
 */
const findDuplicate: MemoryStep<Message, Linked> = {
  kind: 'memory',
  name: 'find-duplicate',
  version: '1',
  windowMs: 3_600_000,
  ask: ({ text }) => [{ fingerprint: `text:${text}` }],
  decide: (message, [first]) => ok({ ...message, duplicateOf: first === undefined || first.mine ? null : first.owner }),
};

const linking = hop<Message>('link').step(findDuplicate);
const at = (now: number) => ({ now, settings: { pseudonymKey: 'key', homeOffset: '+08:00' } });
const batch: readonly Message[] = [
  { id: 'a', text: '太慢了' },
  { id: 'b', text: 'too slow' },
  { id: 'c', text: '太慢了' },
];

describe('a step with memory', () => {
  const duplicates = (ended: ReturnType<typeof runHopSync<Message, Message & Linked>>) =>
    ended.map((end) => (end?.outcome.tag === 'ok' ? end.outcome.value.duplicateOf : end?.outcome.tag));

  test('learns who came first, also within one batch', () => {
    expect(duplicates(runHopSync(linking, batch, inMemoryMemory(), at(0)))).toEqual([null, null, 'a']);
  });

  test('decides the same when everything is delivered again', () => {
    const memory = inMemoryMemory();
    const first = duplicates(runHopSync(linking, batch, memory, at(0)));
    expect(duplicates(runHopSync(linking, batch, memory, at(1000)))).toEqual(first);
  });

  test('forgets after its window', () => {
    const memory = inMemoryMemory();
    runHopSync(linking, batch.slice(0, 1), memory, at(0));
    expect(duplicates(runHopSync(linking, batch.slice(2), memory, at(3_600_000)))).toEqual([null]);
  });

  /** In a service the memory is the port `seen`: SQLite or Redis. One call for a batch, however many records ask. */
  test('asks once for a whole batch', async () => {
    const memory = inMemoryMemory();
    const calls: number[] = [];
    const claim = async (claims: readonly Claim[], windowMs: number) => {
      calls.push(claims.length);
      return memory.claim(claims, windowMs, 0);
    };
    expect(duplicates(await runHop(linking, batch, { claim }, at(0)))).toEqual([null, null, 'a']);
    expect(calls).toEqual([3]);
  });
});
