import { createHash } from 'node:crypto';
import { walkHits } from './elasticsearch-scan.ts';
import type { StoredHit } from './elasticsearch-search.ts';
import type { Server } from './elasticsearch-server.ts';

/** One id in one index. */
export interface Entry {
  readonly version: number;
  /** Content hash; empty for a tombstone. */
  readonly hash: string;
}

export interface Pair {
  readonly id: string;
  readonly from?: Entry;
  readonly to?: Entry;
}

const entryOf = ({ _version, _source }: StoredHit): Entry => ({
  version: _version ?? 0,
  hash: _source?.deletedAt === undefined ? (_source?.contentHash ?? '') : '',
});

const idsAtOnce = 2000;

/** Ids in the order of their bytes, each with what is stored; tombstones too. */
const entriesOf = (server: Server, index: string): AsyncGenerator<StoredHit> =>
  walkHits(server, index, {
    query: { match_all: {} },
    sort: [{ id: 'asc' }],
    size: idsAtOnce,
    parts: { version: true, _source: ['contentHash', 'deletedAt'] },
  });

const order = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** What two indices hold under every id that one of them has, in bounded memory. */
export const pairsOf = async function* (server: Server, from: string, to: string): AsyncGenerator<Pair> {
  await server.expect({ method: 'POST', path: `/${from},${to}/_refresh` });
  const left = entriesOf(server, from);
  const right = entriesOf(server, to);
  try {
    let a = await left.next();
    let b = await right.next();
    while (a.done !== true || b.done !== true) {
      const one = a.done === true ? undefined : a.value;
      const other = b.done === true ? undefined : b.value;
      const before = one === undefined ? 1 : other === undefined ? -1 : order(one._id, other._id);
      const id = (before <= 0 ? one?._id : other?._id) ?? '';
      yield {
        id,
        ...(one !== undefined && before <= 0 ? { from: entryOf(one) } : {}),
        ...(other !== undefined && before >= 0 ? { to: entryOf(other) } : {}),
      };
      if (before <= 0) a = await left.next();
      if (before >= 0) b = await right.next();
    }
  } finally {
    await left.return(undefined);
    await right.return(undefined);
  }
};

/** A sum over entries that does not ask for an order. */
export const checksum = (): { add(id: string, entry: Entry): void; hex(): string } => {
  let sum = 0n;
  return {
    add: (id, { version, hash }) => {
      const digest = createHash('sha256')
        .update(JSON.stringify([id, version, hash]))
        .digest();
      sum = BigInt.asUintN(64, sum + digest.readBigUInt64BE());
    },
    hex: () => sum.toString(16).padStart(16, '0'),
  };
};
