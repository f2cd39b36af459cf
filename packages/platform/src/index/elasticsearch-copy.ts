import { type Line, sendBulk } from './elasticsearch-bulk.ts';
import { checksum, pairsOf } from './elasticsearch-compare.ts';
import { decide } from './elasticsearch-decide.ts';
import { IndexOutage } from './elasticsearch-faults.ts';
import { walkHits } from './elasticsearch-scan.ts';
import type { Server } from './elasticsearch-server.ts';
import { documentOf, sourceOf, type Stored } from './elasticsearch-source.ts';
import { ReindexFault } from './faults.ts';
import type { QueryAnalyser } from './port.ts';

export interface Copying {
  readonly server: Server;
  readonly analyser: QueryAnalyser;
  readonly batch: number;
  /** Documents and tombstones that were just copied. */
  onCopied(count: number): void;
}

interface Held {
  readonly id: string;
  readonly version: number;
  readonly source: Stored;
}

/** A version that is there already, or a newer one, is no fault: what is written meanwhile may be quicker. */
const put = async ({ server, analyser, onCopied }: Copying, to: string, held: readonly Held[]): Promise<void> => {
  if (held.length === 0) return;
  const lines = held.map(({ id, version, source }): Line => {
    const document = documentOf(source);
    const text = document === null ? JSON.stringify(source) : sourceOf(document, analyser);
    return { index: to, id, version, rule: 'external', source: text, alias: false };
  });
  for (const answer of await sendBulk(server, lines, false)) {
    const decision = decide(answer.status, answer.type);
    if (decision === 'done' || decision === 'classify') continue;
    if (decision === 'reject') throw new ReindexFault(`${to} does not take a document that is there: ${answer.type ?? answer.status}`);
    throw new IndexOutage(`${to} does not take documents now: ${answer.type ?? answer.status}`);
  }
  onCopied(held.length);
};

/** Copies everything. */
export const copyAll = async (copying: Copying, from: string, to: string): Promise<void> => {
  const { server, batch } = copying;
  const walk = { query: { match_all: {} }, sort: [{ _shard_doc: 'asc' }], size: batch, parts: { version: true } };
  await server.expect({ method: 'POST', path: `/${from}/_refresh` });
  let held: Held[] = [];
  for await (const { _id, _version, _source } of walkHits(server, from, walk)) {
    held.push({ id: _id, version: _version ?? 0, source: _source ?? {} });
    if (held.length < batch) continue;
    await put(copying, to, held);
    held = [];
  }
  await put(copying, to, held);
};

const copySome = async (copying: Copying, from: string, to: string, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  const found = (await copying.server.expect({ method: 'POST', path: `/${from}/_mget`, body: { ids } })) as {
    docs: readonly { _id: string; found?: boolean; _version?: number; _source?: Stored }[];
  };
  const held = found.docs.flatMap(({ _id, found: there, _version = 0, _source = {} }) =>
    there === true ? [{ id: _id, version: _version, source: _source }] : [],
  );
  if (held.length < ids.length) throw new IndexOutage(`${from} does not give back what it has`);
  await put(copying, to, held);
};

export interface Compared {
  /** What one side had and the other one had not, or older; copied now. */
  readonly copied: number;
  readonly documents: number;
  readonly tombstones: number;
  readonly checksum: string;
}

/**
 * Compares two indices and copies what the second lacks.
 * @throws ReindexFault where both have other content under one version
 */
export const catchUp = async (copying: Copying, from: string, to: string): Promise<Compared> => {
  const counts = { copied: 0, documents: 0, tombstones: 0 };
  const here = checksum();
  const there = checksum();
  let missing: string[] = [];
  for await (const { id, from: old, to: copy } of pairsOf(copying.server, from, to)) {
    if (old === undefined) continue;
    if (old.hash === '') counts.tombstones += 1;
    else counts.documents += 1;
    if (copy?.version === old.version) {
      here.add(id, old);
      there.add(id, copy);
    } else if (copy === undefined || copy.version < old.version) {
      missing.push(id);
      counts.copied += 1;
    }
    if (missing.length < copying.batch) continue;
    await copySome(copying, from, to, missing);
    missing = [];
  }
  await copySome(copying, from, to, missing);
  if (here.hex() !== there.hex()) throw new ReindexFault(`${to} holds other documents than ${from} under the same versions`);
  return { ...counts, checksum: there.hex() };
};
