import { createHash } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import { type RunningApi, runApi } from './testing/running-api.ts';

const keyed = (name: string, role: 'admin' | 'analyst') => ({ name, role, sha256: createHash('sha256').update(name).digest('hex') });
const letter = (offset: number) => ({
  schema: 'dead/1',
  id: `raw/3/${offset}`,
  topic: 'raw',
  partition: 3,
  offset,
  key: 'k',
  stage: 'pipeline',
  step: 'decode',
  version: '1',
  code: 'err:stage:client:unreadable-record',
  fingerprint: 'f00d',
  attempts: 1,
  failedAt: '2026-11-24T00:00:00.000Z',
  headers: { ce_source: '/channels/web/form/shop' },
  value: Buffer.from('{"feedback":"快递').toString('base64'),
});

const collect = async <T>(records: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const record of records) all.push(record);
  return all;
};

let api: RunningApi;
afterEach(() => api.close());

const call = (name: string, url: string, payload?: object) =>
  api.app.inject({
    url,
    method: payload === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${name}`, 'content-type': 'application/json' },
    ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
  });

test('admins see, retry and discard dead letters, and the log says who did; nobody else may', async () => {
  api = await runApi([keyed('ann', 'admin'), keyed('bob', 'analyst')]);
  await api.log.append(
    'dead',
    [1, 2, 3].map((offset) => ({ key: 'k', value: Buffer.from(JSON.stringify(letter(offset))), headers: {} })),
  );
  for (const url of ['/v1/dead-letters', '/v1/dead-letters/raw%2F3%2F1']) expect((await call('bob', url)).statusCode).toBe(403);
  expect((await call('bob', '/v1/dead-letters/retry', { all: true })).statusCode).toBe(403);

  const listed = await call('ann', '/v1/dead-letters');
  expect(listed.json()).toMatchObject({ groups: [{ fingerprint: 'f00d', count: 3, channels: { web: 3 } }] });
  expect(listed.body).not.toContain('快递');
  expect((await call('ann', '/v1/dead-letters/raw%2F3%2F1')).json()).toMatchObject({ state: 'open', original: '{"feedback":"快递' });
  expect((await call('ann', '/v1/dead-letters/raw%2F3%2F9')).statusCode).toBe(404);

  const retry = (payload: object) => call('ann', '/v1/dead-letters/retry', payload);
  for (const vague of [{}, { all: true, ids: ['raw/3/1'] }, { all: true, more: 1 }]) expect((await retry(vague)).statusCode).toBe(422);
  expect((await retry({ all: true, dryRun: true })).json()).toMatchObject({ retried: 3 });
  expect((await retry({ ids: ['raw/3/1'] })).json()).toMatchObject({ retried: 1, skipped: 0 });
  expect((await retry({ ids: ['raw/3/1'] })).json()).toMatchObject({ retried: 0, skipped: 1 });
  const discarded = await call('ann', '/v1/dead-letters/discard', { fingerprint: 'f00d', reason: 'a test of the shop' });
  expect(discarded.json()).toEqual({ discarded: 2, skipped: 1, unknown: 0 });

  const raw = await collect(api.log.scan('raw'));
  expect(raw.map(({ value }) => Buffer.from(value).toString())).toEqual(['{"feedback":"快递']);
  const dead = await collect(api.log.scan('dead'));
  const decisions = dead.slice(3).map(({ value }) => JSON.parse(Buffer.from(value).toString()) as object);
  expect(decisions).toMatchObject([
    { letter: 'raw/3/1', action: 'retried', by: 'ann' },
    { letter: 'raw/3/2', action: 'discarded', by: 'ann', reason: 'a test of the shop' },
    { letter: 'raw/3/3', action: 'discarded', by: 'ann' },
  ]);
});
