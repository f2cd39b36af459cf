import { resolutionActions } from '@earshot/model';
import type { Offset, Partition } from '@earshot/platform';

/** `open`: nobody decided yet. */
export const letterStates = ['open', ...resolutionActions] as const;
export type LetterState = (typeof letterStates)[number];

/** What is kept of each letter; a million of them take some 80 MB. */
export interface LetterRow {
  readonly state: LetterState;
  /** Number of its group; null where only its resolution is here, be it that retention took the letter. */
  readonly group: number | null;
  /** Milliseconds since the Unix epoch. */
  readonly failedAt: number;
  /** Place of the letter in the topic `dead`. */
  readonly partition: Partition;
  readonly offset: Offset;
}

/** Rows by letter id, in columns of numbers. */
export interface LetterColumns {
  readonly size: number;
  /** Row number of the id; makes an open row without a group where there is none. */
  rowOf(id: string): number;
  find(id: string): number | null;
  idAt(row: number): string;
  get(row: number): LetterRow;
  place(row: number, letter: Omit<LetterRow, 'state'> & { readonly group: number }): void;
  resolve(row: number, state: LetterState): void;
}

/** Ids end in the offset of the original; what stands before is shared by many. */
const split = (id: string): readonly [prefix: string, offset: number] => {
  const at = id.lastIndexOf('/');
  const digits = id.slice(at + 1);
  return at !== -1 && /^(?:0|[1-9]\d{0,14})$/u.test(digits) ? [id.slice(0, at), Number(digits)] : [id, -1];
};

interface Store {
  readonly prefixes: Uint32Array;
  readonly originals: Float64Array;
  /** 0 for none, else number of the group + 1. */
  readonly groups: Uint32Array;
  readonly states: Uint8Array;
  readonly times: Float64Array;
  readonly partitions: Uint32Array;
  readonly offsets: Float64Array;
}

const storeOf = (rows: number): Store => ({
  prefixes: new Uint32Array(rows),
  originals: new Float64Array(rows),
  groups: new Uint32Array(rows),
  states: new Uint8Array(rows),
  times: new Float64Array(rows),
  partitions: new Uint32Array(rows),
  offsets: new Float64Array(rows),
});

const grown = (old: Store, rows: number): Store => {
  const wider = storeOf(rows);
  for (const name of Object.keys(old) as (keyof Store)[]) wider[name].set(old[name]);
  return wider;
};

export const letterColumns = (): LetterColumns => {
  let store = storeOf(1024);
  let size = 0;
  const prefixes: string[] = [];
  const byPrefix = new Map<string, { readonly number: number; readonly rows: Map<number, number> }>();

  const prefixed = (prefix: string) => {
    const known = byPrefix.get(prefix);
    if (known !== undefined) return known;
    const made = { number: prefixes.push(prefix) - 1, rows: new Map<number, number>() };
    byPrefix.set(prefix, made);
    return made;
  };

  return {
    get size() {
      return size;
    },
    rowOf: (id) => {
      const [prefix, original] = split(id);
      const { number, rows } = prefixed(prefix);
      const known = rows.get(original);
      if (known !== undefined) return known;
      if (size === store.states.length) store = grown(store, size * 2);
      const row = size;
      size += 1;
      store.prefixes[row] = number;
      store.originals[row] = original;
      rows.set(original, row);
      return row;
    },
    find: (id) => {
      const [prefix, original] = split(id);
      return byPrefix.get(prefix)?.rows.get(original) ?? null;
    },
    idAt: (row) => {
      const prefix = prefixes[store.prefixes[row] ?? 0] ?? '';
      const original = store.originals[row] ?? -1;
      return original === -1 ? prefix : `${prefix}/${original}`;
    },
    get: (row) => ({
      state: letterStates[store.states[row] ?? 0] ?? 'open',
      group: store.groups[row] ? (store.groups[row] ?? 0) - 1 : null,
      failedAt: store.times[row] ?? 0,
      partition: store.partitions[row] ?? 0,
      offset: store.offsets[row] ?? 0,
    }),
    place: (row, { group, failedAt, partition, offset }) => {
      store.groups[row] = group + 1;
      store.times[row] = failedAt;
      store.partitions[row] = partition;
      store.offsets[row] = offset;
    },
    resolve: (row, state) => {
      store.states[row] = letterStates.indexOf(state);
    },
  };
};
