import { describe, expect, test } from '@jest/globals';
import { fuse, hop, inMemoryMemory, runHopSync, type PlainStep } from '@earshot/engine';
import { ok } from '@earshot/model';

interface Message {
  readonly id: string;
  readonly text: string;
}
interface Trimmed {
  readonly trimmed: string;
}
interface Measured {
  readonly length: number;
}

const trim: PlainStep<Message, Trimmed> = {
  kind: 'plain',
  name: 'trim',
  version: '1',
  decide: (message) => ok({ ...message, trimmed: message.text.trim() }),
};

/** Needs what `trim` adds. */
const measure: PlainStep<Message & Trimmed, Measured> = {
  kind: 'plain',
  name: 'measure',
  version: '1',
  decide: (message) => ok({ ...message, length: message.trimmed.length }),
};

/**
 * A **hop** is a stage: its steps in order. Types accumulate, so a step sees exactly what the steps before it have added. A step placed
 * before what it needs does not compile; the `@ts-expect-error` lines below are tests that the type check runs.
 */
describe('a hop and its types', () => {
  const context = { now: 0, settings: { pseudonymKey: 'key', homeOffset: '+08:00' } };

  test('runs its steps in order, each on what the ones before it added', () => {
    const measuring = hop<Message>('measuring').step(trim).step(measure);
    const [ended] = runHopSync(measuring, [{ id: '1', text: ' 很好 ' }], inMemoryMemory(), context);
    expect(ended?.outcome).toEqual(ok({ id: '1', text: ' 很好 ', trimmed: '很好', length: 2 }));
    expect(measuring.steps.map(({ name }) => name)).toEqual(['trim', 'measure']);
  });

  test('does not compile with a step before what it needs', () => {
    // @ts-expect-error measure needs `trimmed`, which nothing has added yet
    expect(hop<Message>('wrong').step(measure).steps).toHaveLength(1);
  });

  /** Hops join the same way: fused in one process, or spread over workers with a topic between them. The lists stay the same. */
  test('joins with the hop after it, in the right order only', () => {
    const first = hop<Message>('first').step(trim);
    const second = hop<Message & Trimmed>('second').step(measure);
    expect(fuse(first, second).hops.map(({ name }) => name)).toEqual(['first', 'second']);
    const third = hop<Message & Measured>('third');
    // @ts-expect-error the third hop needs the length that only the second one adds
    expect(fuse(first, third).hops).toHaveLength(2);
  });
});
