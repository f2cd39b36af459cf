import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DeadLetter } from '@earshot/model';
import { systemClock } from '@earshot/platform';
import { type RunningApi, runApi } from './testing/running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api.close());

const get = (url: string) => api.app.inject({ url });

const deadLetterOf = (receipt: string): DeadLetter => ({
  schema: 'dead/1',
  id: 'raw-0-0',
  topic: 'raw',
  partition: 0,
  offset: 0,
  key: 'k',
  stage: 'clean',
  step: 'decode',
  version: '1',
  code: 'err:stage:platform:unmet-promise',
  detail: 'no text came out',
  fingerprint: 'f',
  attempts: 3,
  failedAt: '2026-11-24T00:00:00.000Z',
  headers: { receipt },
  value: '',
});

describe('GET /v1/receipts/{receipt}', () => {
  const hourAgo = (): number => systemClock.now() - 3_600_000;

  test('indexed: the id and the time in each stage', async () => {
    const known = await runApi();
    const receipt = known.receipts.mint(hourAgo(), 0.25);
    await known.reindex('fb_3', receipt);
    const answer = await known.app.inject({ url: `/v1/receipts/${receipt}` });
    expect(answer.json()).toMatchObject({ state: 'indexed', id: 'fb_3', receipt, stages: [{ stage: 'clean', ms: 2 }], waitingMs: 0 });
    await known.close();
  });

  test('unknown: neither invented nor altered receipts are ours', async () => {
    const ours = api.receipts.mint(systemClock.now(), 0.5);
    const altered = `${ours.slice(0, -1)}${ours.endsWith('A') ? 'B' : 'A'}`;
    for (const receipt of ['rc_none', altered, 'fb_1', '%E6%94%B6%E6%8D%AE']) {
      const answer = await get(`/v1/receipts/${receipt}`);
      expect([receipt, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([receipt, 404, 'err:request:client:not-found']);
    }
  });

  test('waiting: still in the log, as also every item of a batch', async () => {
    const given = systemClock.now();
    const receipt = api.receipts.mint(given, 0.75);
    await api.log.append('raw', [{ key: 'k', value: new Uint8Array([1]), headers: {} }]);
    for (const item of [receipt, `${receipt}.2`]) {
      const answer = (await get(`/v1/receipts/${item}`)).json<{ state: string; acceptedAt: string; waitingMs: number }>();
      expect(answer).toMatchObject({ state: 'waiting', acceptedAt: new Date(given).toISOString() });
      expect(answer.waitingMs).toBeGreaterThanOrEqual(0);
    }
  });

  test('dead: the code says why', async () => {
    const receipt = api.receipts.mint(hourAgo(), 0.125);
    api.dead.set(receipt, deadLetterOf(receipt));
    expect((await get(`/v1/receipts/${receipt}`)).json()).toMatchObject({
      state: 'dead',
      code: 'err:stage:platform:unmet-promise',
      detail: 'no text came out',
    });
  });

  test('replaced: older than all that waits, yet not there', async () => {
    const receipt = api.receipts.mint(hourAgo(), 0.0625);
    expect((await get(`/v1/receipts/${receipt}`)).json()).toMatchObject({
      state: 'replaced',
      detail: expect.stringContaining('newer revision'),
    });
  });
});

describe('with keys', () => {
  const roles = ['ingest', 'analyst', 'admin'] as const;
  let guarded: RunningApi;
  beforeAll(async () => {
    guarded = await runApi(roles.map((role) => ({ name: role, role, sha256: createHash('sha256').update(`key-${role}`).digest('hex') })));
  });
  afterAll(() => guarded.close());

  const calls: readonly [method: 'GET' | 'POST', url: string, byRole: readonly [ingest: number, analyst: number, admin: number]][] = [
    ['GET', '/v1/search?q=slow', [403, 200, 200]],
    ['GET', '/v1/documents/fb_1', [403, 200, 200]],
    ['POST', '/v1/aggregate', [403, 200, 200]],
    ['GET', '/v1/export', [403, 200, 200]],
    ['GET', '/v1/receipts/rc_none', [404, 403, 404]],
  ];
  test.each(calls)('%s %s opens to its roles only', async (method, url, byRole) => {
    const ask = async (key?: string) => {
      const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) };
      return guarded.app.inject({ method, url, headers, ...(method === 'POST' ? { payload: '{}' } : {}) });
    };
    const nobody = await ask();
    expect([nobody.statusCode, nobody.headers['www-authenticate']]).toEqual([401, 'Bearer realm="earshot"']);
    expect((await ask('key-of-nobody')).statusCode).toBe(401);
    const found = [];
    for (const role of roles) found.push((await ask(`key-${role}`)).statusCode);
    expect(found).toEqual(byRole);
  });

  test('the live feed is closed to strangers and to senders', async () => {
    expect((await guarded.app.inject({ url: '/v1/events' })).statusCode).toBe(401);
    expect((await guarded.app.inject({ url: '/v1/events', headers: { authorization: 'Bearer key-ingest' } })).statusCode).toBe(403);
  });

  test.each(['/healthz', '/readyz', '/metrics', '/openapi.json', '/docs', '/'])('%s is open to all', async (url) => {
    expect((await guarded.app.inject({ url })).statusCode).toBe(200);
  });
});

describe('operations', () => {
  test('health, readiness and metrics', async () => {
    expect((await get('/healthz')).json()).toEqual({ status: 'ok' });
    expect((await get('/readyz')).json()).toEqual({ status: 'ready' });
    api.unready.push('pipeline');
    const unready = await get('/readyz');
    expect([unready.statusCode, unready.json()]).toEqual([503, { status: 'not-ready', parts: ['pipeline'] }]);
    api.unready.pop();
    const metrics = await get('/metrics');
    expect(metrics.headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(metrics.body).toMatch(/earshot_http_request_duration_seconds_count\{[^}]*route="\/healthz"[^}]*\} \d/u);
  });

  test('openapi.json is 3.1.0 and lists every call', async () => {
    const { openapi, info, paths } = (await get('/openapi.json')).json<{
      openapi: string;
      info: { version: string };
      paths: Record<string, Record<string, { summary?: string; responses?: object }>>;
    }>();
    expect([openapi, info.version]).toEqual(['3.1.0', '1.2.3']);
    const listed = Object.entries(paths).flatMap(([url, calls]) => Object.keys(calls).map((method) => `${method.toUpperCase()} ${url}`));
    expect(listed.toSorted()).toEqual([...api.documented].toSorted());
    expect(listed).toEqual(
      expect.arrayContaining(['GET /v1/search', 'POST /v1/aggregate', 'GET /v1/export', 'GET /v1/receipts/{receipt}', 'GET /v1/events']),
    );
    for (const call of Object.values(paths).flatMap(Object.values)) {
      expect(call).toMatchObject({ summary: expect.stringMatching(/\w/u), responses: expect.any(Object) });
    }
  });

  test('the fault page holds an anchor for the type of every problem', async () => {
    const { type, code } = (await get('/v1/documents/none')).json<{ type: string; code: string }>();
    expect(type).toBe(`/docs/faults#${code}`);
    expect((await get('/docs/faults')).body).toContain(`id="${code}"`);
  });
});

describe('the shell', () => {
  test.each(['/', '/v1/search', '/healthz', '/nowhere', '/v1/documents/none', '/v1/export'])(
    '%s carries the security headers',
    async (url) => {
      const { headers } = await get(url);
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect([headers['x-content-type-options'], headers['referrer-policy']]).toEqual(['nosniff', 'no-referrer']);
    },
  );

  test('an unknown path is a problem, not a page', async () => {
    const answer = await get('/nowhere');
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status: 404, code: 'err:request:client:not-found', detail: 'no GET /nowhere here' });
  });

  test('the dashboard: a fresh page whose assets carry their hash and stay for ever', async () => {
    const page = await get('/');
    expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-cache']);
    expect(page.headers['content-type']).toContain('text/html');
    const assets = [...page.body.matchAll(/(?:src|href)="\/?([^":]+\.(?:js|css))"/gu)].map(([, asset = '']) => asset);
    expect(assets.length).toBeGreaterThan(1);
    for (const asset of assets) {
      const answer = await get(`/${asset}`);
      expect([asset, answer.statusCode, answer.headers['cache-control']]).toEqual([asset, 200, 'public, max-age=31536000, immutable']);
      expect(answer.rawPayload.length).toBeGreaterThan(0);
    }
  });
});

test('the live feed tells what was indexed, and a closing server ends the stream', async () => {
  const live = await runApi();
  const address = await live.app.listen({ host: '127.0.0.1', port: 0 });
  const response = await fetch(`${address}/v1/events`);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  if (response.body === null) throw new Error('the stream has no body');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let said = '';
  const readTo = async (wanted: string): Promise<void> => {
    while (!said.includes(wanted)) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`the stream ended before ${wanted}`);
      said += value;
    }
  };
  await readTo('retry: 2000');
  const event = {
    id: 'fb_1',
    channel: 'web',
    language: 'zh',
    sentiment: 'negative',
    urgency: 'high',
    text: '太慢\n了',
    at: '2026-11-24T00:00:00.000Z',
  };
  live.feed.publish([event, { ...event, id: 'fb_2', text: 'slow' }]);
  await readTo('"fb_2"');
  const data = [...said.matchAll(/^event: indexed\ndata: (.*)$/gmu)].map(([, json = '']) => JSON.parse(json) as unknown);
  expect(data).toEqual([event, { ...event, id: 'fb_2', text: 'slow' }]);
  const closed = live.close();
  while (!(await reader.read()).done);
  await closed;
});
