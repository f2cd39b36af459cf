import { IndexOutage } from './elasticsearch-faults.ts';
import { listMonths, sideIndexOf } from './elasticsearch-months.ts';
import { walkHits } from './elasticsearch-scan.ts';
import type { Server } from './elasticsearch-server.ts';
import { documentOf } from './elasticsearch-source.ts';
import { ReindexFault } from './faults.ts';
import type { Index, Versioned } from './port.ts';

const batch = 256;
const everything = { query: { match_all: {} }, sort: [{ _shard_doc: 'asc' }], size: batch, parts: { version: true } };

/** Every tombstone, then every document, each with its version. A document that moved to another month is there once. */
export const versionsIn = async function* (server: Server, months: readonly string[], side: string): AsyncGenerator<Versioned> {
  await server.expect({ method: 'POST', path: `/${[side, ...months].join(',')}/_refresh` });
  for await (const { _id: id, _version: version = 0, _source } of walkHits(server, side, everything)) {
    if (_source?.deletedAt !== undefined) yield { tag: 'delete', id, version, deletedAt: _source.deletedAt };
  }
  if (months.length === 0) return;
  for await (const { _id: id, _version: version = 0, _source } of walkHits(server, months.join(','), everything)) {
    const document = documentOf(_source ?? {});
    if (document !== null) yield { tag: 'put', id, version, document };
  }
};

/** Writes what the target lacks; the versions decide. @returns how many it took */
export const carryOver = async (operations: AsyncIterable<Versioned>, target: Index): Promise<number> => {
  let carried = 0;
  let pending: Versioned[] = [];
  const flush = async (): Promise<void> => {
    const outcomes = await target.write(pending);
    for (const outcome of outcomes) {
      if (outcome.tag === 'reject') throw new ReindexFault(`the target does not take what the index holds: ${outcome.reason}`);
      if ('reason' in outcome) throw new IndexOutage(`the target does not take writes now: ${outcome.reason}`);
      if (outcome.tag === 'done') carried += 1;
    }
    pending = [];
  };
  for await (const operation of operations) {
    pending.push(operation);
    if (pending.length === batch) await flush();
  }
  if (pending.length > 0) await flush();
  return carried;
};

/** Highest replay generation among the documents of an index. */
export const highestGeneration = async (server: Server, prefix: string, generationLimit: number): Promise<number> => {
  const months = await listMonths(server, prefix);
  let highest = 0;
  for (const index of [sideIndexOf(prefix), ...months.map((month) => month.index)]) {
    const walk = { ...everything, size: 5000, parts: { version: true, _source: false } };
    for await (const { _version = 0 } of walkHits(server, index, walk)) highest = Math.max(highest, _version % generationLimit);
  }
  return highest;
};
