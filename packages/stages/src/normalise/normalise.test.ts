import { inMemoryMemory, runHopSync, type StepContext } from '@earshot/engine';
import type { RawRecord } from '@earshot/model';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { cleanHop, normaliseHop } from '../pipeline.ts';
import type { NormalisedRecord } from '../records.ts';
import { maskName } from './mask-name.ts';

const context: StepContext = { now: Date.UTC(2026, 2, 1), settings: { pseudonymKey: 'key', homeOffset: '+08:00' } };

const whole = (part: Partial<RawRecord>, settings = context.settings, memory = inMemoryMemory()): NormalisedRecord => {
  const record: RawRecord = {
    schema: 'raw/1',
    id: 'fb_1',
    revision: 0,
    deleted: false,
    channel: 'web',
    connector: 'web',
    account: 'shop',
    sourceId: '1',
    conversation: 'fb_1',
    receipt: 'rc_1',
    receivedAt: '2026-03-01T00:00:00.000Z',
    faults: [],
    ...part,
  };
  const [cleaned] = runHopSync(cleanHop, [record], inMemoryMemory(), context);
  if (cleaned?.outcome.tag !== 'ok') throw new Error('not cleaned');
  const [out] = runHopSync(normaliseHop, [cleaned.outcome.value], memory, { ...context, settings });
  if (out?.outcome.tag !== 'ok') throw new Error('not normalised');
  return out.outcome.value;
};
const text = (content: string): Partial<RawRecord> => ({ body: { format: 'text', content } });

describe('kind', () => {
  test.each<[string, Partial<RawRecord>, string]>([
    ['words zh', text('太慢了'), 'feedback'],
    ['words en', text('too slow'), 'feedback'],
    ['rating', { rating: { value: 4 } }, 'evaluation'],
    ['rating in words', text('打3星'), 'evaluation'],
    ['our reply', { author: { role: 'agent' }, ...text('sorry') }, 'reply'],
    ['machine', { channel: 'email', headers: { 'auto-submitted': 'auto-replied' }, ...text('x') }, 'machine'],
  ])('%s', (_, part, kind) => expect(whole(part).normalised.kind).toBe(kind));
});

test('a rating off its scale is a recorded fault, and the message goes on', () => {
  const { faults, normalised, cleaned } = whole({ rating: { value: 99 }, ...text('慢') });
  expect(faults).toEqual([{ code: 'err:intake:client:out-of-range', path: '/rating/value' }]);
  expect(normalised.rating).toBeUndefined();
  expect(cleaned.text).toBe('慢');
});

test('a given rating wins over one in the words', () => {
  expect(whole({ rating: { value: 5 }, ...text('打1星') }).normalised.rating?.normalised).toBe(1);
});

describe('time', () => {
  test.each<[string, string | undefined, string, string | undefined, boolean]>([
    ['offset', '2026-03-01T07:00:00+08:00', '2026-02-28T23:00:00.000Z', '+08:00', false],
    ['home offset', '2026-03-01 07:00', '2026-02-28T23:00:00.000Z', undefined, false],
    ['none', undefined, '2026-03-01T00:00:00.000Z', undefined, false],
    ['within five minutes ahead', '2026-03-01T00:04:00Z', '2026-03-01T00:04:00.000Z', '+00:00', false],
    ['future', '2031-01-01T00:00:00Z', '2026-03-01T00:00:00.000Z', '+00:00', true],
    ['unset clock', '1970-01-01T00:00:00Z', '2026-03-01T00:00:00.000Z', '+00:00', true],
    ['nonsense', '昨天', '2026-03-01T00:00:00.000Z', undefined, false],
  ])('%s', (_, given, at, zone, skew) => {
    const { occurredAt, timeZone, clockSkew } = whole(given === undefined ? {} : { occurredAt: given }).normalised;
    expect([occurredAt, timeZone, clockSkew]).toEqual([at, zone, skew]);
  });

  test('without a source time the first receipt counts, whatever edits and repeated deliveries say later', () => {
    const memory = inMemoryMemory();
    const at = (receivedAt: string, revision: number): string =>
      whole({ receivedAt, revision }, context.settings, memory).normalised.occurredAt;
    const first = at('2026-03-01T00:00:00.000Z', 0);
    expect([at('2026-03-02T00:00:00.000Z', 0), at('2026-03-03T00:00:00.000Z', 1)]).toEqual([first, first]);
  });
});

describe('author', () => {
  const idOf = (part: Partial<RawRecord>, settings = context.settings): string => whole(part, settings).normalised.author.id;
  test('one mail address or phone is one person on every channel; a handle on its platform only', () => {
    expect(idOf({ author: { address: 'A@b.cn' } })).toBe(idOf({ connector: 'email', author: { address: ' a@b.cn' } }));
    expect(idOf({ author: { address: '+86 138-0013-8000' } })).toBe(idOf({ connector: 'hotline', author: { address: '13800138000' } }));
    expect(idOf({ connector: 'x', author: { address: '42' } })).not.toBe(idOf({ connector: 'weibo', author: { address: '42' } }));
    expect(idOf({ id: 'fb_a' })).not.toBe(idOf({ id: 'fb_b' }));
  });
  test('the pseudonym hides the address and changes with the key', () => {
    const id = idOf({ author: { address: 'a@b.cn' } });
    expect(id).toMatch(/^au_[\w-]{27}$/);
    expect(idOf({ author: { address: 'a@b.cn' } }, { pseudonymKey: 'other', homeOffset: '+08:00' })).not.toBe(id);
  });
  test.each([
    ['王小明', '王**'],
    ['Jane Doe', 'J***'],
    ['jane@x.cn', 'J***'],
    ['👍', undefined],
    [undefined, undefined],
  ])('%s is shown as %s', (name, shown) => {
    expect(maskName(name)).toBe(shown);
  });
});

test('the thread is named with its evidence, never with a message id', () => {
  const { conversation } = whole({
    conversation: 'cv_1',
    position: 2,
    thread: { inReplyTo: '<a@b.cn>', references: ['<a@b.cn>'] },
  }).normalised;
  expect(conversation).toEqual({
    id: 'cv_1',
    position: 2,
    evidence: [
      { type: 'references', score: 1 },
      { type: 'reply-to', score: 1 },
    ],
  });
});

test('total for any given time, rating and name, and only the promised fields go on', () => {
  const value = fc.oneof(fc.double(), fc.string());
  fc.assert(
    fc.property(
      value,
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.boolean(),
      (value, name, address, occurredAt, deleted) => {
        const out = whole({ rating: { value }, author: { name, address }, occurredAt, deleted });
        expect(new Date(out.normalised.occurredAt).toISOString()).toBe(out.normalised.occurredAt);
        expect(Object.keys(out)).not.toContain('rated');
        expect(out.normalised.author.id).toMatch(/^au_/);
      },
    ),
  );
});
