import { describe, expect, test } from '@jest/globals';
import { hop, inMemoryMemory, runHopSync, type PlainStep, type StepContext } from '@earshot/engine';
import { dead, drop, fault, ok } from '@earshot/model';

interface Message {
  readonly id: string;
  readonly text: string;
}

interface Counted {
  readonly letters: number;
}

/**
 * A **step** is one pure, total, synchronous function in one file. It reads what it names as its input and adds what it names as its
 * output. It awaits nothing, reads no clock and calls no server: time comes with the `context`, once per batch.
 *
 * Its name is a metric label and stands in dead letters; its version changes whenever its decisions may.
 */
const countLetters: PlainStep<Message, Counted> = {
  kind: 'plain',
  name: 'count-letters',
  version: '1',
  decide: (message) => {
    if (message.text === '') return drop('unwanted-source');
    if (message.text.length > 20) return dead(fault('err:intake:client:too-large', { path: '/text' }));
    return ok({ ...message, letters: message.text.match(/\p{L}/gu)?.length ?? 0 });
  },
};

const context: StepContext = { now: 0, settings: { pseudonymKey: 'key', homeOffset: '+08:00' } };

describe('a step', () => {
  test.each([
    ['很好！', 2],
    ['good!', 4],
    ['123', 0],
  ])('can be called as it is: %s', (text, letters) => {
    expect(countLetters.decide({ id: '1', text }, context)).toEqual(ok({ id: '1', text, letters }));
  });

  /** The engine runs it over a batch. Each record ends by its own outcome, under the name of the step that decided. */
  test('runs over a batch', () => {
    const texts = ['慢', '', 'x'.repeat(21)];
    const ended = runHopSync(
      hop<Message>('count').step(countLetters),
      texts.map((text, at) => ({ id: `${at}`, text })),
      inMemoryMemory(),
      context,
    );
    expect(ended.map((end) => end?.outcome.tag)).toEqual(['ok', 'drop', 'dead']);
    expect(ended.map((end) => `${end?.step}@${end?.version}`)).toEqual(Array.from(texts, () => 'count-letters@1'));
  });

  /** A throw is a bug. It costs the record that met it, not its neighbours; the letter names the place, never the text. */
  test('that throws loses its own record only', () => {
    const buggy: PlainStep<Message, Counted> = {
      ...countLetters,
      decide: (message) => {
        if (message.text === '炸') throw new RangeError(message.text);
        return ok({ ...message, letters: 1 });
      },
    };
    const records = ['a', '炸', 'b'].map((text) => ({ id: text, text }));
    const ended = runHopSync(hop<Message>('count').step(buggy), records, inMemoryMemory(), context);
    expect(ended.map((end) => end?.outcome.tag)).toEqual(['ok', 'dead', 'ok']);
    expect(ended[1]?.outcome).toMatchObject({ fault: { code: 'err:stage:platform:unmet-promise' } });
    expect(JSON.stringify(ended[1])).not.toContain('炸');
  });
});
