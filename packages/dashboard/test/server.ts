import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FeedbackDocument, parseQuery, type Query } from '@earshot/model';
import type { Asset } from '../src/index.ts';
import { aggregateIn, type GroupBy, type Metric } from './aggregate.ts';
import { now } from './documents.ts';
import { meets, wordsOf } from './evaluate.ts';

/** The API in memory, and the page under the strictest policy. */
export interface TestServer {
  readonly url: string;
  /** Puts a document into the set and tells the live feed. */
  publish(document: FeedbackDocument): void;
  /** Paths that answer 500 until taken back. */
  readonly broken: Set<string>;
  /** Key that every call must carry; empty: none. */
  key: string;
  close(): Promise<void>;
}

const policy = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

class Refused extends Error {
  readonly status: number;
  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

const queryOf = (text: string): Query => {
  const parsed = parseQuery(text, { now });
  if (parsed.tag === 'query') return parsed.query;
  throw new Refused(422, parsed.fault.detail ?? parsed.fault.code);
};

const hitOf = (document: FeedbackDocument, words: readonly string[]) => ({
  id: document.id,
  score: 1,
  document,
  highlights: words.flatMap((word) => {
    const start = document.text.toLowerCase().indexOf(word.toLowerCase());
    return start < 0 ? [] : [{ field: 'text', start, end: start + word.length }];
  }),
});

const searchIn = (documents: readonly FeedbackDocument[], params: URLSearchParams) => {
  const query = queryOf(params.get('q') ?? '');
  const direction = params.get('sort') === 'oldest' ? 1 : -1;
  const found = documents
    .filter((document) => meets(document, query))
    .toSorted((a, b) => direction * (a['@timestamp'] < b['@timestamp'] ? -1 : 1));
  const [start, size] = [Number(params.get('cursor') ?? 0), Number(params.get('size') ?? 20)];
  const end = start + size;
  return {
    hits: found.slice(start, end).map((document) => hitOf(document, wordsOf(query))),
    total: { value: found.length, relation: 'eq' },
    ...(end < found.length ? { cursor: String(end) } : {}),
  };
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

export const startServer = async (assets: readonly Asset[], stored: readonly FeedbackDocument[]): Promise<TestServer> => {
  const documents = [...stored];
  const listeners = new Set<ServerResponse>();
  const state = { broken: new Set<string>(), key: '' };

  const isAllowed = ({ headers }: IncomingMessage): boolean => state.key === '' || headers.authorization === `Bearer ${state.key}`;

  const answer = async (request: IncomingMessage, url: URL): Promise<unknown> => {
    if (!isAllowed(request)) throw new Refused(401, 'a key is needed');
    if (state.broken.has(url.pathname)) throw new Refused(500, 'the index is down');
    if (url.pathname === '/v1/search') return searchIn(documents, url.searchParams);
    if (url.pathname === '/v1/aggregate') {
      const { query, by, metrics } = JSON.parse(await bodyOf(request)) as { query: string; by: GroupBy[]; metrics: Metric[] };
      const tree = queryOf(query);
      return aggregateIn(
        documents.filter((document) => meets(document, tree)),
        tree,
        by,
        metrics,
      );
    }
    const document = documents.find(({ id }) => url.pathname === `/v1/documents/${id}`);
    if (document === undefined) throw new Refused(404, 'no such document');
    return { document };
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const asset = assets.find(({ path }) => `/${path}` === (url.pathname === '/' ? '/index.html' : url.pathname));
    if (asset !== undefined) {
      response.writeHead(200, { 'content-type': asset.contentType, 'content-security-policy': policy });
      response.end(asset.bytes);
      return;
    }
    if (url.pathname === '/v1/events' && isAllowed(request)) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 2000\n\n');
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
      return;
    }
    try {
      const body = JSON.stringify(await answer(request, url));
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    } catch (error) {
      const status = error instanceof Refused ? error.status : 500;
      const detail = error instanceof Error ? error.message : '';
      response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ title: 'Refused', status, detail }));
    }
  };

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    publish: (document: FeedbackDocument): void => {
      documents.push(document);
      const { id, channel, language, text } = document;
      const data = {
        id,
        channel,
        language,
        sentiment: document.sentiment.label,
        urgency: document.urgency.level,
        text: text.slice(0, 200),
        at: document['@timestamp'],
      };
      for (const listener of listeners) listener.write(`event: indexed\ndata: ${JSON.stringify(data)}\n\n`);
    },
    close: (): Promise<void> =>
      new Promise((resolve) => {
        for (const listener of listeners) listener.end();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
};
