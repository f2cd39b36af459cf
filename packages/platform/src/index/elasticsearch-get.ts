import type { FeedbackDocument } from '@earshot/model';
import { IndexOutage } from './elasticsearch-faults.ts';
import type { Month } from './elasticsearch-months.ts';
import { documentOf, type Stored } from './elasticsearch-source.ts';
import type { Writing } from './elasticsearch-writing.ts';

interface Found {
  readonly found?: boolean;
  readonly _version?: number;
  readonly _source?: Stored;
  readonly error?: { readonly type?: string };
}

const read = async ({ server }: Writing, months: readonly Month[], id: string): Promise<Found | undefined> => {
  if (months.length === 0) return undefined;
  const body = { docs: months.map(({ alias }) => ({ _index: alias, _id: id })) };
  const { docs = [] } = (await server.expect({ method: 'POST', path: '/_mget', body })) as { docs?: readonly Found[] };
  const failed = docs.find(({ error }) => error !== undefined && error.type !== 'index_not_found_exception');
  if (failed !== undefined) throw new IndexOutage(`a look-up was answered ${failed.error?.type ?? 'without a result'}`);
  // An edit that moved leaves a tombstone behind, of its own version at most.
  const hidden = ({ _source }: Found): number => (_source?.deletedAt === undefined ? 0 : 1);
  return docs.filter(({ found }) => found === true).sort((a, b) => (b._version ?? 0) - (a._version ?? 0) || hidden(a) - hidden(b))[0];
};

/** The document under an id, read in real time. @throws IndexOutage */
export const getElasticsearch = async (writing: Writing, id: string): Promise<FeedbackDocument | null> => {
  if (id === '') return null;
  const known = await read(writing, await writing.months.known(), id);
  const document = known?._source === undefined ? null : documentOf(known._source);
  if (document !== null) return document;
  // Another process may have made its month since; what is hidden here may live on there.
  const found = await read(writing, await writing.months.fresh(), id);
  return found?._source === undefined ? null : documentOf(found._source);
};
