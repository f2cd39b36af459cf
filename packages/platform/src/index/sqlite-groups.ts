import type { DatabaseSync } from 'node:sqlite';
import { type KeyCondition, nestedPathOf, periodClause, rangeClause, rangeEdges, termClause } from './bucket-query.ts';
import type { RawKey } from './bucket-key.ts';
import { type Periods, periodsOf } from './periods.ts';
import type { GroupBy } from './port.ts';
import { type ElementSource, elementsOf, labelValue, placeOfField } from './sqlite-fields.ts';

/** A grouping compiled: the expression of its key, and what its keys mean. */
export interface Group {
  readonly by: GroupBy;
  /** Key of a row: the term, or the number of the period or range; NULL where the document has none. */
  readonly key: string;
  /** size: biggest first, up to `size` of them. gaps: in order, the empty ones between too. every: all `size` keys in order. */
  readonly order: 'size' | 'gaps' | 'every';
  readonly size: number;
  shown(raw: RawKey): string | number | boolean;
  condition(raw: RawKey): KeyCondition;
}

/** The elements that a plan walks besides `documents d`: fields of one nested object share an element, each keyword list is walked anew. */
export class PlanElements {
  private readonly shared = new Map<string, ElementSource>();
  readonly all: ElementSource[] = [];

  source(path: string, share: boolean): ElementSource {
    const known = share ? this.shared.get(path) : undefined;
    if (known !== undefined) return known;
    const source = elementsOf(path, `e${this.all.length}`);
    this.all.push(source);
    if (share) this.shared.set(path, source);
    return source;
  }
}

/** Tables and conditions of a statement over documents and these elements. */
export const fromWhere = (elements: readonly ElementSource[], where: string): string => {
  const joined = elements.map((element) => element.joined).filter((condition) => condition !== '');
  return `FROM ${['documents d', ...elements.map(({ from }) => from)].join(', ')} WHERE ${[`(${where})`, ...joined].join(' AND ')}`;
};

/** The expression of a field's value in a row of `documents d` and its elements. */
export const fieldValue = (path: string, elements: PlanElements): string => {
  const place = placeOfField(path);
  if (place.tag === 'column') return `d."${place.column.column}"`;
  if (path.startsWith('labels.')) return labelValue(path);
  const nested = nestedPathOf(path);
  return elements.source(nested ?? path, nested !== undefined).value(path);
};

/** The periods of one date group, reachable from SQL as `earshot_period(slot, value)`. */
export type PeriodSlots = Periods[];

export const registerPeriods = (database: DatabaseSync): PeriodSlots => {
  const slots: PeriodSlots = [];
  database.function('earshot_period', { deterministic: true, directOnly: true }, (slot, value) => {
    const at = typeof value === 'string' ? Date.parse(value) : value;
    return typeof at === 'number' && typeof slot === 'number' ? (slots[slot]?.indexOf(at) ?? null) : null;
  });
  return slots;
};

const dateGroup = (by: GroupBy & { type: 'date' }, key: string, periods: Periods, slot: number): Group => {
  const start = (raw: RawKey): number => periods.starts[Number(raw)] ?? 0;
  return {
    by,
    key: `earshot_period(${slot}, ${key})`,
    order: 'gaps',
    size: Number.POSITIVE_INFINITY,
    shown: (raw) => new Date(start(raw)).toISOString(),
    condition: (raw) => ({ by, clause: periodClause(by.field, start(raw), start(Number(raw) + 1)) }),
  };
};

const rangeGroup = (by: GroupBy & { type: 'range' }, key: string): Group => {
  const edges = rangeEdges(by.bounds);
  const cases = edges.flatMap(({ to }, place) => (to === undefined ? [] : [`WHEN ${key} < ${to} THEN ${place}`]));
  const edge = (raw: RawKey): (typeof edges)[number] => edges[Number(raw)] ?? { key: '' };
  return {
    by,
    key: `CASE WHEN ${key} IS NULL THEN NULL ${cases.join(' ')} ELSE ${edges.length - 1} END`,
    order: 'every',
    size: edges.length,
    shown: (raw) => edge(raw).key,
    condition: (raw) => ({ by, clause: rangeClause(by.field, edge(raw)) }),
  };
};

const termsGroup = (by: GroupBy & { type: 'terms' }, key: string): Group => {
  const { type } = placeOfField(by.field).field;
  const shown = (raw: RawKey): string | number | boolean => (type === 'boolean' ? raw === 1 : raw);
  return { by, key, order: 'size', size: by.size, shown, condition: (raw) => ({ by, clause: termClause(by.field, shown(raw)) }) };
};

/** @param extent first and last value of a date expression among the rows, milliseconds */
export const groupOf = (by: GroupBy, elements: PlanElements, slots: PeriodSlots, extent: (value: string) => [number, number]): Group => {
  const value = fieldValue(by.field, elements);
  if (by.type === 'terms') return termsGroup(by, value);
  if (by.type === 'range') return rangeGroup(by, value);
  const [from, to] = extent(value);
  const periods = periodsOf(from, to, by.interval, by.timeZone);
  return dateGroup(by, value, periods, slots.push(periods) - 1);
};
