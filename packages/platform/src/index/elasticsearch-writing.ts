import type { Clock } from '../clock/port.ts';
import type { LineAnswer, Line, Refresh } from './elasticsearch-bulk.ts';
import { sendBulk } from './elasticsearch-bulk.ts';
import { type Decision, decide } from './elasticsearch-decide.ts';
import { aliasOf, type Months, sideIndexOf } from './elasticsearch-months.ts';
import type { Server } from './elasticsearch-server.ts';
import { tombstoneOf } from './elasticsearch-source.ts';
import type { ItemOutcome, QueryAnalyser, Versioned } from './port.ts';

/** What every part of a write works with. */
export interface Writing {
  readonly server: Server;
  readonly prefix: string;
  readonly months: Months;
  readonly analyser: QueryAnalyser;
  readonly refresh: Refresh;
  readonly clock: Clock;
}

export type Put = Extract<Versioned, { readonly tag: 'put' }>;
export type Delete = Extract<Versioned, { readonly tag: 'delete' }>;

export const done: ItemOutcome = { tag: 'done' };
export const same: ItemOutcome = { tag: 'same' };
export const stale: ItemOutcome = { tag: 'stale' };
export const conflict: ItemOutcome = { tag: 'conflict' };

const reasonOf = ({ status, type, field }: LineAnswer): string =>
  `${type ?? 'refused'} (${status})${field === undefined ? '' : ` on field ${field}`}`;

/** The outcome of an answer that needs no further look; undefined for `done` and `classify`. */
export const settledBy = (answer: LineAnswer): ItemOutcome | undefined => {
  const decision: Decision = decide(answer.status, answer.type);
  if (decision === 'done' || decision === 'classify') return undefined;
  return { tag: decision === 'absent' ? 'systemic' : decision, reason: reasonOf(answer) };
};

export const sideLine = ({ prefix }: Writing, id: string, version: number, content: { deletedAt: string } | { home: string }): Line => ({
  index: sideIndexOf(prefix),
  id,
  version,
  rule: 'external',
  source: JSON.stringify({ id, ...content }),
  alias: false,
});

/** Puts a tombstone over a document of this version or an older one. */
export const hidingLine = ({ prefix }: Writing, month: string, id: string, version: number, deletedAt: string): Line => ({
  index: aliasOf(prefix, month),
  id,
  version,
  rule: 'external_gte',
  source: tombstoneOf(id, deletedAt),
  alias: true,
});

export interface Hidden {
  readonly failed: ReadonlyMap<string, ItemOutcome>;
  /** Ids whose place holds something newer, which stays. */
  readonly newer: ReadonlySet<string>;
}

/** Puts tombstones over documents; tells those that could not be. */
export const hide = async ({ server, refresh }: Writing, lines: readonly Line[]): Promise<Hidden> => {
  const failed = new Map<string, ItemOutcome>();
  const newer = new Set<string>();
  if (lines.length === 0) return { failed, newer };
  for (const [place, answer] of (await sendBulk(server, lines, refresh)).entries()) {
    const outcome = settledBy(answer);
    const id = lines[place]?.id;
    if (id === undefined) continue;
    // A month that moves to a new index takes the next try.
    if (decide(answer.status, answer.type) === 'absent') failed.set(id, { tag: 'retry', reason: reasonOf(answer) });
    else if (outcome !== undefined) failed.set(id, outcome);
    else if (decide(answer.status, answer.type) === 'classify') newer.add(id);
  }
  return { failed, newer };
};
