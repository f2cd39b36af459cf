import type { Clock } from '../clock/port.ts';
import { IndexOutage } from './elasticsearch-faults.ts';
import { errorTypeOf, type Server } from './elasticsearch-server.ts';

/** What is stored under an id in one index, read in real time. */
export interface Known {
  readonly version: number;
  readonly contentHash?: string;
  readonly deletedAt?: string;
  /** In the side index: the month that an edited id lives in. */
  readonly home?: string;
}

export interface Place {
  readonly index: string;
  readonly id: string;
}

const placesPerRequest = 5000;
const fields = 'contentHash,deletedAt,home';

interface Found {
  readonly found?: boolean;
  readonly _version?: number;
  readonly _source?: { readonly contentHash?: string; readonly deletedAt?: string; readonly home?: string };
  readonly error?: { readonly type?: string };
}

const knownOf = ({ found, _version, _source, error }: Found): Known | null => {
  // A month that has gone holds nothing any more.
  if (error?.type === 'index_not_found_exception') return null;
  if (error !== undefined || found === undefined) throw new IndexOutage(`a look-up was answered ${error?.type ?? 'without a result'}`);
  return found ? { version: _version ?? 0, ..._source } : null;
};

const readSome = async (server: Server, path: string, body: object, count: number): Promise<readonly Found[]> => {
  const query = { _source_includes: fields, filter_path: 'docs.found,docs._version,docs._source,docs.error' };
  const { status, body: answer } = await server.call({ method: 'POST', path, query, body });
  if (status !== 200) throw new IndexOutage(`a look-up was answered ${status} ${errorTypeOf(answer) ?? ''}`.trim());
  const docs = (answer as { docs?: unknown } | null)?.docs;
  if (!Array.isArray(docs) || docs.length !== count) throw new IndexOutage('a look-up does not have as many results as places');
  return docs as Found[];
};

const starting = ({ error }: Found): boolean => error?.type === 'no_shard_available_action_exception';
const waitsMs = [20, 50, 100, 200, 400];

/** What is stored at each place, in order. A month that another process has just made may need a moment. @throws IndexOutage */
export const readKnown = async (
  { server, clock }: { readonly server: Server; readonly clock: Clock },
  places: readonly Place[],
): Promise<readonly (Known | null)[]> => {
  const known: (Known | null)[] = [];
  for (let at = 0; at < places.length; at += placesPerRequest) {
    const some = places.slice(at, at + placesPerRequest);
    const docs = some.map(({ index, id }) => ({ _index: index, _id: id }));
    let found = await readSome(server, '/_mget', { docs }, some.length);
    for (const wait of waitsMs) {
      if (!found.some(starting)) break;
      await clock.sleep(wait);
      found = await readSome(server, '/_mget', { docs }, some.length);
    }
    known.push(...found.map(knownOf));
  }
  return known;
};

/** The entries of the side index, by id. @throws IndexOutage, also where the side index is gone */
export const readSide = async (server: Server, index: string, ids: readonly string[]): Promise<ReadonlyMap<string, Known>> => {
  const known = new Map<string, Known>();
  for (let at = 0; at < ids.length; at += placesPerRequest) {
    const some = ids.slice(at, at + placesPerRequest);
    const docs = await readSome(server, `/${index}/_mget`, { ids: some }, some.length);
    for (const [place, doc] of docs.entries()) {
      if (doc.error !== undefined) throw new IndexOutage(`the tombstones cannot be read: ${doc.error.type ?? 'unknown error'}`);
      const entry = knownOf(doc);
      const id = some[place];
      if (entry !== null && id !== undefined) known.set(id, entry);
    }
  }
  return known;
};
