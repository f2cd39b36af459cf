import type { DatabaseSync } from 'node:sqlite';
import { bucketId, type RawKey } from './bucket-key.ts';
import type { ElementSource } from './sqlite-fields.ts';
import { fromWhere, type Group, type PlanElements } from './sqlite-groups.ts';
import { arrays } from './sqlite-reader.ts';
import { literal } from './sqlite-sql.ts';

/** All buckets at one depth of an aggregate: the groups down to it, and the elements that their keys walk. */
export interface Level {
  readonly groups: readonly Group[];
  readonly elements: readonly ElementSource[];
  readonly plan: PlanElements;
  readonly where: string;
}

interface Counted {
  readonly raw: RawKey;
  readonly count: number;
}

/** The keys below one bucket, in the order in which they are shown, and the messages of those left out. */
export interface Below {
  readonly keys: readonly Counted[];
  readonly otherCount: number;
}

const byBytes = (a: RawKey, b: RawKey): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : Buffer.compare(Buffer.from(`${a}`), Buffer.from(`${b}`));

const top = (counted: Counted[], size: number): Below => {
  counted.sort((a, b) => b.count - a.count || byBytes(a.raw, b.raw));
  const otherCount = counted.slice(size).reduce((sum, { count }) => sum + count, 0);
  return { keys: counted.slice(0, size), otherCount };
};

/** Keys in their order, those without messages too. */
const filled = (counted: readonly Counted[], { order, size }: Group): Below => {
  const counts = new Map(counted.map(({ raw, count }) => [Number(raw), count]));
  let first = order === 'every' ? 0 : Number.POSITIVE_INFINITY;
  let last = order === 'every' ? size - 1 : -1;
  for (const place of counts.keys()) {
    first = Math.min(first, place);
    last = Math.max(last, place);
  }
  const keys: Counted[] = [];
  for (let place = first; place <= last; place += 1) keys.push({ raw: place, count: counts.get(place) ?? 0 });
  return { keys, otherCount: 0 };
};

/** Messages of each combination of keys, by the id of the bucket above; only below the buckets that are shown. */
export const countLevel = (database: DatabaseSync, level: Level, shown: ReadonlySet<string>): ReadonlyMap<string, Below> => {
  const { groups, elements, where } = level;
  const keys = groups.map((_, place) => `k${place}`);
  const columns = groups.map(({ key }, place) => `${key} AS k${place}`).join(', ');
  // Two elements of one message with the same keys are one message.
  const distinct = elements.some((element) => !element.distinct) ? 'DISTINCT d.document, ' : '';
  const statement = `SELECT ${keys.join(', ')}, count(*) FROM (SELECT ${distinct}${columns} ${fromWhere(elements, where)})
    WHERE ${keys.map((key) => `${key} IS NOT NULL`).join(' AND ')} GROUP BY ${keys.join(', ')}`;
  const found = new Map<string, Counted[]>();
  for (const row of arrays(database, statement).iterate() as unknown as Iterable<RawKey[]>) {
    const above = bucketId(row.slice(0, groups.length - 1));
    const list = found.get(above) ?? [];
    if (list.length === 0 && shown.has(above)) found.set(above, list);
    list.push({ raw: row[groups.length - 1] ?? '', count: Number(row[groups.length]) });
  }
  const group = groups.at(-1);
  if (group === undefined) return new Map();
  return new Map(Array.from(found, ([above, list]) => [above, group.order === 'size' ? top(list, group.size) : filled(list, group)]));
};

/** A condition that keeps the rows of shown terms; undefined where it would not pay. */
export const shownTerms = (below: ReadonlyMap<string, Below>, { key, order }: Group): string | undefined => {
  const keys = new Set([...below.values()].flatMap((list) => list.keys.map(({ raw }) => raw)));
  return order !== 'size' || keys.size > 5000 ? undefined : `${key} IN (${Array.from(keys, literal).join(', ')})`;
};
