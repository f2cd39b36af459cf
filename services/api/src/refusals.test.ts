import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningApi, runApi } from './testing/running-api.ts';

interface Refusal {
  readonly code: string;
  readonly path?: string;
  readonly detail?: string;
  readonly remedy: string;
  readonly errors?: readonly { readonly path: string; readonly detail: string }[];
}

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api.close());

const get = (path: string, parameters: Readonly<Record<string, string>> = {}) =>
  api.app.inject({ url: `${path}?${new URLSearchParams(parameters).toString()}` });

const aggregate = (payload: unknown) =>
  api.app.inject({
    method: 'POST',
    url: '/v1/aggregate',
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify(payload),
  });

describe('what cannot be answered is refused with its code and place', () => {
  const searches: readonly [parameters: Readonly<Record<string, string>>, code: string][] = [
    [{ q: '(太慢' }, 'err:query:client:syntax'],
    [{ q: '“太慢' }, 'err:query:client:syntax'],
    [{ q: 'slow AND' }, 'err:query:client:syntax'],
    [{ q: 'sentimnt:negative' }, 'err:query:client:unknown-field'],
    [{ cursor: 'not-a-cursor' }, 'err:query:client:bad-cursor'],
    [{ size: '0' }, 'err:request:client:invalid-parameter'],
    [{ channel: 'fax' }, 'err:request:client:invalid-parameter'],
    [{ from: 'yesterday' }, 'err:request:client:invalid-parameter'],
  ];
  test.each(searches)('search %j', async (parameters, code) => {
    const response = await get('/v1/search', parameters);
    expect({ status: response.statusCode, code: response.json<Refusal>().code }).toEqual({ status: 422, code });
    expect(response.headers['content-type']).toContain('application/problem+json');
    const { remedy, detail, path } = response.json<Refusal>();
    expect(remedy).not.toBe('');
    expect(detail ?? path ?? '').not.toBe('');
  });

  test('a misspelt field names the nearest one', async () => {
    expect((await get('/v1/export', { q: 'sentimnt:negative' })).json<Refusal>().detail).toContain('sentiment');
  });

  test('a cursor of another query is no cursor here', async () => {
    const { cursor = '' } = (await get('/v1/search', { q: 'slow', size: '2' })).json<{ cursor?: string }>();
    expect(cursor).not.toBe('');
    const response = await get('/v1/search', { q: '太慢', cursor });
    expect([response.statusCode, response.json<Refusal>().code]).toEqual([422, 'err:query:client:bad-cursor']);
  });

  const bodies: readonly [body: unknown, path: string][] = [
    [{ by: ['channel'], byy: 1 }, 'body'],
    [{ by: ['no.such.field'] }, 'body/by/0'],
    [{ by: ['text'] }, 'body/by/0'],
    [{ metrics: ['median:rating.value'] }, 'body/metrics/0'],
    [{ metrics: ['avg:text'] }, 'body/metrics/0'],
    [{ by: ['@timestamp'], timeZone: 'Mars/Olympus' }, 'body/timeZone'],
  ];
  test.each(bodies)('aggregate %j', async (body, path) => {
    const response = await aggregate(body);
    expect({ status: response.statusCode, code: response.json<Refusal>().code }).toEqual({
      status: 422,
      code: 'err:request:client:invalid-parameter',
    });
    expect(response.json<Refusal>().path).toContain(path);
  });

  test('each wrong part of a body has its own reason', async () => {
    const { errors = [] } = (await aggregate({ interval: 'decade', metrics: 'people' })).json<Refusal>();
    expect(errors.map(({ path }) => path)).toEqual(['body/interval', 'body/metrics']);
    const broken = await api.app.inject({
      method: 'POST',
      url: '/v1/aggregate',
      headers: { 'content-type': 'application/json' },
      payload: '{',
    });
    expect([broken.statusCode, broken.json<Refusal>().code]).toEqual([422, 'err:intake:client:malformed-json']);
  });
});
