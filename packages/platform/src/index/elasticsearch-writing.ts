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

/** Outcomes of hidings that failed; one whose document was newer has nothing to hide. */
export const hide = async ({ server, refresh }: Writing, lines: readonly Line[]): Promise<ReadonlyMap<string, ItemOutcome>> => {
  const failed = new Map<string, ItemOutcome>();
  if (lines.length === 0) return failed;
  for (const [place, answer] of (await sendBulk(server, lines, refresh)).entries()) {
    const outcome = settledBy(answer);
    const id = lines[place]?.id;
    if (outcome !== undefined && id !== undefined) failed.set(id, outcome);
  }
  return failed;
};
