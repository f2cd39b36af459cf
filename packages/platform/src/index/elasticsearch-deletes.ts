import { type Line, sendBulk } from './elasticsearch-bulk.ts';
import { decide } from './elasticsearch-decide.ts';
import { livesOf } from './elasticsearch-homes.ts';
import { type Known, readSide } from './elasticsearch-known.ts';
import { sideIndexOf } from './elasticsearch-months.ts';
import { conflict, type Delete, done, hide, hidingLine, same, settledBy, sideLine, stale, type Writing } from './elasticsearch-writing.ts';
import type { ItemOutcome } from './port.ts';

type Entry = Known | undefined;

/** What a side entry of this version or a newer one makes of the tombstone; undefined where it goes on. */
const bySide = (entry: Entry, version: number): ItemOutcome | undefined => {
  if (entry === undefined || entry.version < version) return undefined;
  if (entry.version > version) return stale;
  return entry.deletedAt === undefined ? conflict : same;
};

const byDocument = (document: Entry, version: number): ItemOutcome | undefined => {
  if (document === undefined || document.deletedAt !== undefined || document.version < version) return undefined;
  return document.version > version ? stale : conflict;
};

const sideOf = (writing: Writing, deletes: readonly Delete[]): Promise<ReadonlyMap<string, Known>> =>
  readSide(
    writing.server,
    sideIndexOf(writing.prefix),
    deletes.map(({ id }) => id),
  );

/** Writes the tombstones themselves; those that are there then, with `done` or `same`. */
const record = async (writing: Writing, deletes: readonly Delete[], outcomes: Map<string, ItemOutcome>): Promise<readonly Delete[]> => {
  const lines = deletes.map(({ id, version, deletedAt }) => sideLine(writing, id, version, { deletedAt }));
  const answers = lines.length === 0 ? [] : await sendBulk(writing.server, lines, writing.refresh);
  const unclear: Delete[] = [];
  for (const [place, one] of deletes.entries()) {
    const answer = answers[place] ?? { status: 0 };
    const outcome = settledBy(answer);
    if (outcome === undefined && decide(answer.status, answer.type) === 'classify') unclear.push(one);
    else outcomes.set(one.id, outcome ?? done);
  }
  if (unclear.length > 0) {
    const side = await sideOf(writing, unclear);
    for (const { id, version } of unclear) {
      outcomes.set(id, bySide(side.get(id), version) ?? { tag: 'retry', reason: 'the stored version changed meanwhile' });
    }
  }
  return deletes.filter(({ id }) => ['done', 'same'].includes(outcomes.get(id)?.tag ?? ''));
};

/**
 * Writes tombstones with distinct ids; an outcome for each id. The tombstone goes first into the side index and then over the document
 * wherever it is: a document that is written meanwhile is seen here, or sees the tombstone. @throws IndexOutage
 */
export const writeDeletes = async (writing: Writing, deletes: readonly Delete[]): Promise<ReadonlyMap<string, ItemOutcome>> => {
  const outcomes = new Map<string, ItemOutcome>();
  const ids = deletes.map(({ id }) => id);
  const before = await livesOf(writing, ids);
  const side = await sideOf(writing, deletes);
  const open: Delete[] = [];
  for (const one of deletes) {
    const entry = side.get(one.id);
    const outcome = bySide(entry, one.version) ?? byDocument(before.get(one.id)?.[0]?.known, one.version);
    if (outcome === undefined || outcome.tag === 'same') open.push(one);
    else outcomes.set(one.id, outcome);
  }
  const recorded = await record(writing, open, outcomes);
  const lives = await livesOf(
    writing,
    recorded.map(({ id }) => id),
  );
  const hidings: Line[] = [];
  for (const { id, version, deletedAt } of recorded) {
    const documents = (lives.get(id) ?? []).filter(({ known }) => known.deletedAt === undefined);
    if (documents.some(({ known }) => known.version > version)) outcomes.set(id, stale);
    for (const { month, known } of documents) {
      if (known.version <= version) hidings.push(hidingLine(writing, month, id, version, deletedAt));
    }
  }
  for (const [id, outcome] of (await hide(writing, hidings)).failed) outcomes.set(id, outcome);
  return outcomes;
};
