import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monthMapping } from './elasticsearch-source.ts';

interface Entry {
  readonly version: number;
  readonly source: Readonly<Record<string, unknown>>;
}

export interface ItemFault {
  readonly status: number;
  readonly type: string;
  /** Met by lines of this version type only: `external_gte` is what puts a tombstone over a document. */
  readonly rule?: string;
}

/** What a whole bulk request meets; `lost`: it is carried out, but nobody hears of it. */
export type WholeFault = 'lost' | 'hang' | 'truncated' | 'short' | 'statusless' | 400 | 401 | 403 | 413 | 429 | 500 | 503;

export interface FakeElasticsearch {
  readonly url: string;
  /** By index or alias and id, `<index>/<id>`. */
  readonly stored: ReadonlyMap<string, Entry>;
  /** Faults of single documents, by id; each is met `times` times. */
  readonly items: Map<string, ItemFault & { times: number }>;
  /** Faults of the next bulk requests, in order. */
  readonly whole: WholeFault[];
  /** Bulks of more lines are too large. */
  largest: number;
  /** The next look-ups by id fail with this status. */
  readonly lookups: number[];
  close(): Promise<void>;
}

const month = 'fake-2026.11';

const conflicts = (old: Entry | undefined, version: number, rule: string): boolean =>
  old !== undefined && (rule === 'external_gte' ? old.version > version : old.version >= version);

/** As much of Elasticsearch as a write needs, over real HTTP, failing as it is told. */
export const fakeElasticsearch = async (): Promise<FakeElasticsearch> => {
  const stored = new Map<string, Entry>();
  const state = {
    items: new Map<string, ItemFault & { times: number }>(),
    whole: [] as WholeFault[],
    largest: 10_000,
    lookups: [] as number[],
  };
  const open = new Set<ServerResponse>();

  const answer = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'x-elastic-product': 'Elasticsearch', 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const failed = (response: ServerResponse, status: number, type: string): void =>
    answer(response, status, { error: { type, reason: 'the words of a customer' }, status });

  const carryOut = (lines: readonly string[]): object[] => {
    const items: object[] = [];
    for (let at = 0; at + 1 < lines.length; at += 2) {
      const { index } = JSON.parse(lines[at] ?? '') as { index: { _index: string; _id: string; version: number; version_type: string } };
      const key = `${index._index}/${index._id}`;
      const fault = state.items.get(index._id);
      if (fault !== undefined && fault.times > 0 && (fault.rule ?? index.version_type) === index.version_type) {
        fault.times -= 1;
        items.push({
          index: { status: fault.status, error: { type: fault.type, reason: "field [text] of value 'the words of a customer'" } },
        });
      } else if (conflicts(stored.get(key), index.version, index.version_type)) {
        items.push({ index: { status: 409, error: { type: 'version_conflict_engine_exception', reason: '' } } });
      } else {
        stored.set(key, { version: index.version, source: JSON.parse(lines[at + 1] ?? '') as Entry['source'] });
        items.push({ index: { status: 201 } });
      }
    }
    return items;
  };

  const bulk = (response: ServerResponse, body: string): void => {
    const lines = body.split('\n').slice(0, -1);
    const fault = lines.length / 2 > state.largest ? 413 : state.whole.shift();
    if (typeof fault === 'number') {
      failed(response, fault, `whole_${fault}_exception`);
      return;
    }
    const items = carryOut(lines);
    if (fault === 'hang') open.add(response);
    else if (fault === 'lost') response.destroy();
    else if (fault === 'truncated') answer(response, 200, JSON.stringify({ items }).slice(0, -5));
    else if (fault === 'short') answer(response, 200, { items: items.slice(1) });
    else if (fault === 'statusless') answer(response, 200, { items: items.map(() => ({ index: {} })) });
    else answer(response, 200, { items });
  };

  const look = (response: ServerResponse, path: string, body: string): void => {
    const status = state.lookups.shift();
    if (status !== undefined) {
      failed(response, status, 'lookup_exception');
      return;
    }
    const { docs, ids } = JSON.parse(body) as { docs?: readonly { _index: string; _id: string }[]; ids?: readonly string[] };
    const places = docs ?? (ids ?? []).map((id) => ({ _index: path.split('/')[1] ?? '', _id: id }));
    const found = places.map(({ _index, _id }) => {
      const entry = stored.get(`${_index}/${_id}`);
      return entry === undefined ? { found: false } : { found: true, _version: entry.version, _source: entry.source };
    });
    answer(response, 200, { docs: found });
  };

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const path = (request.url ?? '').split('?')[0] ?? '';
      if (path === '/_bulk') bulk(response, body);
      else if (path.endsWith('/_mget')) look(response, path, body);
      else if (path.startsWith('/_alias/')) answer(response, 200, { [`${month}-g1`]: { aliases: { [month]: {}, fake: {} } } });
      else if (path.startsWith('/_index_template/')) {
        answer(response, 200, { index_templates: [{ index_template: { _meta: monthMapping._meta } }] });
      } else answer(response, 200, { [`${month}-g1`]: { mappings: monthMapping } });
    });
  });
  await new Promise<void>((settle) => {
    server.listen(0, '127.0.0.1', settle);
  });
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stored,
    close: async (): Promise<void> => {
      for (const response of open) response.destroy();
      server.closeAllConnections();
      await new Promise((settle) => {
        server.close(settle);
      });
    },
  });
};
