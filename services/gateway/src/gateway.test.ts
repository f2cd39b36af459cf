import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeRaw } from '@earshot/engine';
import { type RawRecord, signedReceipts } from '@earshot/model';
import {
  createHttpServer,
  openFolderBlobs,
  openSqliteLog,
  openSqliteSeen,
  type SqliteLog,
  type SqliteSeen,
  systemClock,
} from '@earshot/platform';
import { silentTelemetry } from '@earshot/testkit';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { registerGateway } from './gateway.ts';

const bodyBytes = 1_048_576;

interface Answer {
  readonly id?: string;
  readonly receipt?: string;
  readonly status?: string | number;
  readonly code?: string;
  readonly path?: string;
  readonly accepted?: number;
  readonly rejected?: number;
  readonly items?: readonly {
    readonly status: string;
    readonly code?: string;
    readonly path: string;
    readonly id?: string;
    readonly receipt?: string;
  }[];
}

let dir: string;
let log: SqliteLog;
let seen: SqliteSeen;
let app: FastifyInstance;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'earshot-gateway-'));
  log = openSqliteLog({ dir, clock: systemClock });
  seen = openSqliteSeen({ dir, clock: systemClock });
  const telemetry = silentTelemetry();
  app = createHttpServer({ clock: systemClock, telemetry, bodyBytes });
  await registerGateway(
    app,
    { log, seen, blobs: await openFolderBlobs({ dir }), clock: systemClock, telemetry, receipts: signedReceipts('secret') },
    { limits: { bodyBytes, fileBytes: 65_536, filesPerRequest: 3, backlogSeconds: 3600 }, keys: [], group: 'g' },
  );
});

afterAll(async () => {
  await app.close();
  await seen.close();
  await log.close();
  await rm(dir, { recursive: true, force: true });
});

const records = async (): Promise<RawRecord[]> => {
  const found: RawRecord[] = [];
  for await (const record of log.scan('raw')) found.push(decodeRaw(record));
  return found;
};

const recordOf = async (id: string | undefined): Promise<RawRecord> => {
  const found = (await records()).filter((record) => record.id === id);
  const [record] = found;
  if (record === undefined) throw new Error(`no record ${id} is in the log`);
  return record;
};

const post = async (url: string, contentType: string, payload: string | Buffer, headers: Record<string, string> = {}) => {
  const request: InjectOptions = { method: 'POST', url, payload, headers: { 'content-type': contentType, ...headers } };
  const response = await app.inject(request);
  return { status: response.statusCode, type: response.headers['content-type'], body: response.json<Answer>() };
};

const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();

describe('POST /feedback_and_evaluation', () => {
  test('a form is accepted after the durable append, with id and receipt', async () => {
    const { status, body } = await post(
      '/feedback_and_evaluation',
      'application/x-www-form-urlencoded',
      form({ feedback: '很好', evaluation: '5' }),
    );
    expect(status).toBe(202);
    expect(body).toEqual({ id: expect.stringMatching(/^fb_/u), receipt: expect.stringMatching(/^rc_/u), status: 'accepted' });
    const record = await recordOf(body.id);
    expect(record.body?.content).toBe('很好');
    expect(Number(record.rating?.value)).toBe(5);
    expect(record.channel).toBe('web');
  });

  test('JSON is taken by the same door; fields that nobody knows become labels', async () => {
    const { status, body } = await post(
      '/feedback_and_evaluation',
      'application/json',
      JSON.stringify({ feedback: 'lovely', shop: 'Bund 5' }),
    );
    expect(status).toBe(202);
    expect((await recordOf(body.id)).labels).toMatchObject({ shop: 'Bund 5' });
  });

  test('a multipart form keeps its files as blobs by their hash', async () => {
    const boundary = 'x-boundary';
    const part = (head: string, content: string): string =>
      `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
    const payload = `${part('name="feedback"', '包裹破了')}${part('name="photo"; filename="C:\\pics\\箱子.png"\r\nContent-Type: image/png', 'not really a png')}--${boundary}--\r\n`;
    const { status, body } = await post('/feedback_and_evaluation', `multipart/form-data; boundary=${boundary}`, Buffer.from(payload));
    expect(status).toBe(202);
    const { attachments } = await recordOf(body.id);
    expect(attachments).toEqual([
      { filename: '箱子.png', contentType: 'image/png', bytes: 16, sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) },
    ]);
  });

  const refused: readonly [name: string, contentType: string, payload: string | Buffer, status: number, code: string][] = [
    ['nothing', 'application/x-www-form-urlencoded', '', 422, 'err:intake:client:empty-body'],
    ['blanks only', 'application/x-www-form-urlencoded', form({ feedback: '  ' }), 422, 'err:intake:client:empty-body'],
    ['broken JSON', 'application/json', '{"feedback": "a', 422, 'err:intake:client:malformed-json'],
    ['a number as text', 'application/json', '{"feedback": 5}', 422, 'err:intake:client:wrong-type'],
    ['XML', 'application/xml', '<a/>', 415, 'err:intake:client:unsupported-media-type'],
    ['a body over the limit', 'application/json', Buffer.alloc(bodyBytes + 1, 0x20), 413, 'err:intake:client:too-large'],
    [
      'a nest of 100,000 lists',
      'application/json',
      `{"feedback":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      422,
      'err:intake:client:too-deep',
    ],
    [
      'bytes of no encoding',
      'application/json',
      Buffer.from([0x7b, 0x22, 0x66, 0xff, 0xfe, 0x22, 0x7d]),
      422,
      'err:intake:client:invalid-encoding',
    ],
  ];
  test.each(refused)('%s is refused with a stable code and the way out', async (_name, contentType, payload, status, code) => {
    const answer = await post('/feedback_and_evaluation', contentType, payload);
    expect(answer.type).toContain('application/problem+json');
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    expect(answer.body).toHaveProperty('remedy');
  });

  test('a file over its limit is refused whole', async () => {
    const payload = `--b\r\nContent-Disposition: form-data; name="f"; filename="a.bin"\r\n\r\n${'x'.repeat(70_000)}\r\n--b--\r\n`;
    const answer = await post('/feedback_and_evaluation', 'multipart/form-data; boundary=b', payload);
    expect(answer.body.code).toBe('err:intake:client:too-large');
  });

  test('emoji only, NUL bytes and lone surrogates are feedback too', async () => {
    for (const feedback of ['😡😡😡', 'a\u0000b', 'a\ud800b']) {
      const { status, body } = await post('/feedback_and_evaluation', 'application/json', JSON.stringify({ feedback }));
      expect(status).toBe(202);
      expect((await recordOf(body.id)).body?.content).toBe(feedback);
    }
  });

  test('GB18030 is read where the client says so', async () => {
    const payload = Buffer.from('feedback=%BA%DC%BA%C3', 'latin1');
    const { status, body } = await post('/feedback_and_evaluation', 'application/x-www-form-urlencoded; charset=gb18030', payload);
    expect(status).toBe(202);
    expect((await recordOf(body.id)).body?.content).toBe('很好');
  });
});

describe('POST /v1/feedback', () => {
  test('the good items of an array go through; each bad one has its code and path', async () => {
    const payload = JSON.stringify([
      { feedback: '好评', id: 'a-1' },
      { feedback: 7 },
      { feedbak: 'x' },
      'text',
      { feedback: 'fine', evaluation: '4/5' },
    ]);
    const { status, body } = await post('/v1/feedback', 'application/json', payload);
    expect({ status, accepted: body.accepted, rejected: body.rejected }).toEqual({ status: 202, accepted: 2, rejected: 3 });
    expect(body.items?.map(({ status: state, code }) => code ?? state)).toEqual([
      'accepted',
      'err:intake:client:wrong-type',
      'err:intake:client:unknown-field',
      'err:intake:client:wrong-type',
      'accepted',
    ]);
    expect(body.items?.[1]?.path).toBe('/1/feedback');
    expect(body.items?.[2]?.path).toBe('/2/feedbak');
  });

  test('NDJSON and CSV fail by the line', async () => {
    const ndjson = await post('/v1/feedback', 'application/x-ndjson', '{"feedback":"one"}\n{"feedback":\n{"feedback":"三"}\n');
    expect([ndjson.body.accepted, ndjson.body.rejected]).toEqual([2, 1]);
    const csv = await post('/v1/feedback', 'text/csv', 'feedback,evaluation\n很快,5\n"broken,1\n');
    expect([csv.status, csv.body.accepted, csv.body.rejected]).toEqual([202, 1, 1]);
  });

  test('a batch without any good item is refused', async () => {
    const { status, body } = await post('/v1/feedback', 'application/json', '[{"feedback":1},{}]');
    expect([status, body.accepted, body.rejected]).toEqual([422, 0, 2]);
  });

  test('the same id twice is one feedback', async () => {
    const send = () => post('/v1/feedback', 'application/json', '{"id":"order-7","feedback":"等了两天"}');
    const [first, second] = [await send(), await send()];
    expect(first.body.id).toBe(second.body.id);
  });

  test('an Idempotency-Key gives the same ids and receipts to a repetition, and refuses another body', async () => {
    const headers = { 'idempotency-key': 'k-1' };
    const send = (feedback: string) => post('/v1/feedback', 'application/json', JSON.stringify({ feedback }), headers);
    const first = await send('慢');
    expect((await send('慢')).body).toEqual(first.body);
    expect((await send('快')).body.code).toBe('err:intake:client:idempotency-mismatch');
  });

  test('a gzip body is unfolded; a bomb is not', async () => {
    const good = await post('/v1/feedback', 'application/json', gzipSync('{"feedback":"压缩"}'), { 'content-encoding': 'gzip' });
    expect(good.status).toBe(202);
    const bomb = await post('/v1/feedback', 'application/json', gzipSync(Buffer.alloc(50_000_000, 0x20)), { 'content-encoding': 'gzip' });
    expect([bomb.status, bomb.body.code]).toEqual([413, 'err:intake:client:decompression-limit']);
  });
});

describe('POST /v1/files/{channel}', () => {
  test('a transcript becomes one record with its turns', async () => {
    const { status, body } = await post('/v1/files/hotline?filename=call.txt', 'text/plain', '客服：您好\n客户：我的包裹还没到\n');
    expect([status, body.accepted]).toEqual([202, 1]);
    expect((await recordOf(body.items?.[0]?.id)).turns?.map(({ role }) => role)).toEqual(['agent', 'customer']);
  });

  test('an unknown channel names the ones there are', async () => {
    const { status, body } = await post('/v1/files/fax', 'text/plain', 'x');
    expect([status, body.path]).toEqual([422, 'params/channel']);
  });
});
