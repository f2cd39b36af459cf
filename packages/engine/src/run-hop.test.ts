import { describe, expect, test } from '@jest/globals';
import { dead, drop, fault, ok, park } from '@earshot/model';
import type { Claim } from '@earshot/platform';
import { hop, inMemoryMemory, runHop, runHopSync, type MemoryStep, type PlainStep } from './index.ts';

interface Note {
  readonly id: string;
  readonly text: string;
}
interface Linked extends Note {
  readonly twin: string | null;
}

const context = { now: 1000, settings: { pseudonymKey: 'k', homeOffset: '+08:00' } };

const judge: PlainStep<Note, Note> = {
  kind: 'plain',
  name: 'judge',
  version: '3',
  decide: (note) => {
    if (note.text === 'throw') throw new TypeError(`quotes ${note.text}`);
    if (note.text === 'drop') return drop('unwanted-source');
    if (note.text === 'park') return park(5000, 'not-yet-due');
    if (note.text === 'dead') return dead(fault('err:intake:client:too-deep'));
    return ok(note);
  },
};

const link: MemoryStep<Note, Linked> = {
  kind: 'memory',
  name: 'link',
  version: '1',
  windowMs: 100,
  ask: ({ text }) => [{ fingerprint: text, note: 'n' }],
  decide: (note, [answer]) => {
    if (note.text === 'late throw') throw new RangeError('late');
    return ok({ ...note, twin: answer === undefined || answer.mine ? null : answer.owner });
  },
};

const linking = hop<Note>('linking').step(judge).step(link);
const notes = (...texts: string[]): Note[] => texts.map((text, at) => ({ id: `n${at}`, text }));

const counting = () => {
  const inner = inMemoryMemory();
  const calls: (readonly Claim[])[] = [];
  return {
    calls,
    claim: async (claims: readonly Claim[], windowMs: number) => {
      calls.push(claims);
      return inner.claim(claims, windowMs, context.now);
    },
  };
};

describe('runHop', () => {
  test('all questions of a batch go in one round trip, and only for records still alive', async () => {
    const memory = counting();
    const ended = await runHop(linking, notes('慢', 'drop', '慢', 'late'), memory, context);
    expect(memory.calls.map((claims) => claims.map(({ owner }) => owner))).toEqual([['n0', 'n2', 'n3']]);
    expect(ended.map((end) => end?.outcome)).toEqual([
      ok({ id: 'n0', text: '慢', twin: null }),
      drop('unwanted-source'),
      ok({ id: 'n2', text: '慢', twin: 'n0' }),
      ok({ id: 'n3', text: 'late', twin: null }),
    ]);
    expect(ended.map((end) => end?.step)).toEqual(['link', 'judge', 'link', 'link']);
  });

  test('a redelivery gets the same answers: a message is never a duplicate of itself', async () => {
    const memory = counting();
    const first = await runHop(linking, notes('a', 'a'), memory, context);
    expect(await runHop(linking, notes('a', 'a'), memory, context)).toEqual(first);
  });

  test.each([
    ['throw', 'judge', '3', /^TypeError at run-hop\.test\.ts:\d+$/u],
    ['late throw', 'link', '1', /^RangeError at run-hop\.test\.ts:\d+$/u],
  ])('one poisonous record (%s) dies alone, with its step and without its text', async (text, step, version, detail) => {
    const ended = await runHop(linking, notes('a', text, 'b'), counting(), context);
    expect(ended.map((end) => end?.outcome.tag)).toEqual(['ok', 'dead', 'ok']);
    expect(ended[1]).toMatchObject({ step, version, outcome: { fault: { code: 'err:stage:platform:unmet-promise' } } });
    const outcome = ended[1]?.outcome;
    expect(outcome?.tag === 'dead' ? outcome.fault.detail : '').toMatch(detail);
  });

  test('behind a parked record its key is held and claims nothing; other keys go on', async () => {
    const memory = counting();
    const ended = await runHop(linking, notes('park', 'x', 'x'), memory, context, { keys: ['a', 'a', 'b'] });
    expect(ended.map((end) => end?.outcome.tag ?? 'held')).toEqual(['park', 'held', 'ok']);
    expect(memory.calls.flat().map(({ owner }) => owner)).toEqual(['n2']);
  });

  test('a record is held behind one of its key that parks at a later step, even where an earlier step had ended it', async () => {
    const wait: PlainStep<Note, Note> = {
      ...judge,
      name: 'wait',
      decide: (note) => (note.text === 'later' ? park(5000, 'not-yet-due') : ok(note)),
    };
    const batch = notes('dead', 'later', 'dead', 'x', 'dead');
    const keys = ['a', 'a', 'a', 'a', 'b'];
    const ended = await runHop(hop<Note>('waiting').step(judge).step(wait), batch, counting(), context, { keys });
    expect(ended.map((end) => end?.outcome.tag ?? 'held')).toEqual(['dead', 'park', 'held', 'held', 'dead']);
  });

  test('an outage of the memory rejects the batch', async () => {
    const claim = () => Promise.reject(new Error('down'));
    await expect(runHop(linking, notes('a'), { claim }, context)).rejects.toThrow('down');
  });

  test('without waiting it comes to the same', async () => {
    const batch = notes('慢', 'throw', 'dead', '慢', 'park', 'drop');
    expect(runHopSync(linking, batch, inMemoryMemory(), context)).toEqual(await runHop(linking, batch, counting(), context));
  });
});

describe('inMemoryMemory', () => {
  const claim = (fingerprint: string, owner: string): Claim => ({ fingerprint, owner });

  test('the first claim counts within its window, then the next one is first', () => {
    const memory = inMemoryMemory();
    expect(memory.claim([claim('f', 'a'), claim('f', 'b')], 100, 0)).toEqual([
      { owner: 'a', at: 0 },
      { owner: 'a', at: 0 },
    ]);
    expect(memory.claim([claim('f', 'b')], 100, 99)).toEqual([{ owner: 'a', at: 0 }]);
    expect(memory.claim([claim('f', 'b')], 100, 100)).toEqual([{ owner: 'b', at: 100 }]);
  });

  test('it forgets what was asked for longest ago, and stays within its bound', () => {
    const memory = inMemoryMemory(2);
    memory.claim([claim('f', 'a'), claim('g', 'a'), claim('f', 'b'), claim('h', 'a')], 1000, 0);
    expect(memory.claim([claim('f', 'c'), claim('g', 'c')], 1000, 1)).toEqual([
      { owner: 'a', at: 0 },
      { owner: 'c', at: 1 },
    ]);
  });
});
