import { type Line, type LineAnswer, sendBulk } from './elasticsearch-bulk.ts';
import { decide } from './elasticsearch-decide.ts';
import { homesOf } from './elasticsearch-homes.ts';
import { type Known, readKnown, readSide } from './elasticsearch-known.ts';
import { aliasOf, sideIndexOf } from './elasticsearch-months.ts';
import { sourceOf } from './elasticsearch-source.ts';
import { conflict, done, hide, hidingLine, type Put, same, settledBy, stale, type Writing } from './elasticsearch-writing.ts';
import type { ItemOutcome } from './port.ts';

interface Placed {
  readonly put: Put;
  readonly month: string;
}

const lineOf = ({ prefix, analyser }: Writing, { put, month }: Placed): Line => ({
  index: aliasOf(prefix, month),
  id: put.id,
  version: put.version,
  rule: 'external',
  source: sourceOf(put.document, analyser),
  alias: true,
});

const isAbsent = ({ status, type }: LineAnswer): boolean => decide(status, type) === 'absent';

/** A month may have been dropped or moved to a new index since it was last seen: such items go once more. */
const sendPlaced = async (writing: Writing, placed: readonly Placed[]): Promise<readonly LineAnswer[]> => {
  const lines = placed.map((one) => lineOf(writing, one));
  const answers = [...(await sendBulk(writing.server, lines, writing.refresh))];
  const again = placed.flatMap((one, place) => (isAbsent(answers[place] ?? { status: 0 }) ? [{ one, place }] : []));
  if (again.length === 0) return answers;
  await writing.months.fresh();
  await writing.months.ensure(again.map(({ one }) => one.month));
  const second = await sendBulk(
    writing.server,
    again.flatMap(({ place }) => lines[place] ?? []),
    writing.refresh,
  );
  for (const [at, { place }] of again.entries()) answers[place] = second[at] ?? { status: 0 };
  return answers;
};

/** What an unwritten document is beside the stored one. */
const beside = (stored: Known | null, { version, document }: Put): ItemOutcome => {
  // What refused the write has gone since.
  if (stored === null) return { tag: 'retry', reason: 'the stored version could not be found' };
  if (stored.version > version) return stale;
  if (stored.version < version) return { tag: 'retry', reason: 'the stored version changed meanwhile' };
  return stored.deletedAt === undefined && stored.contentHash === document.contentHash ? same : conflict;
};

interface Written {
  readonly placed: Placed;
  readonly outcome: ItemOutcome;
}

/**
 * Documents that a tombstone or a newer revision in another month has overtaken are hidden again; what such a document has overtaken in
 * another month is hidden there. Whoever writes looks afterwards, so of two that write at once at least one sees the other.
 */
const withSide = async (writing: Writing, written: readonly Written[]): Promise<ReadonlyMap<string, ItemOutcome>> => {
  const outcomes = new Map(written.map(({ placed, outcome }) => [placed.put.id, outcome]));
  const side = await readSide(writing.server, sideIndexOf(writing.prefix), [...outcomes.keys()]);
  const own = new Map<string, Line>();
  const elsewhere: Line[] = [];
  const hidings: Line[] = [];
  for (const { placed, outcome } of written) {
    const { put, month } = placed;
    const { id, version, document } = put;
    const entry = side.get(id);
    if (entry === undefined || entry.home === month) continue;
    const stands = outcome.tag === 'done' || outcome.tag === 'same';
    if (entry.home !== undefined && entry.version <= version) {
      if (stands) elsewhere.push(hidingLine(writing, entry.home, id, version - 1, document.receivedAt));
      own.set(id, hidingLine(writing, month, id, version, document.receivedAt));
    } else if (entry.version >= version) {
      const over = entry.home === undefined ? entry.version : version;
      if (stands) hidings.push(hidingLine(writing, month, id, over, entry.deletedAt ?? document.receivedAt));
      outcomes.set(id, entry.version > version ? stale : conflict);
    }
  }
  const moved = await hide(writing, elsewhere);
  for (const [id, outcome] of moved.failed) outcomes.set(id, outcome);
  for (const id of moved.newer) {
    hidings.push(...[own.get(id)].filter((line) => line !== undefined));
    outcomes.set(id, stale);
  }
  for (const [id, outcome] of (await hide(writing, hidings)).failed) outcomes.set(id, outcome);
  return outcomes;
};

const ensured = async (writing: Writing, placed: readonly Placed[], outcomes: Map<string, ItemOutcome>): Promise<readonly Placed[]> => {
  const refused = await writing.months.ensure(placed.map(({ month }) => month));
  return placed.filter(({ put, month }) => {
    const answer = refused.get(month);
    if (answer !== undefined) outcomes.set(put.id, settledBy(answer) ?? { tag: 'systemic', reason: `month ${month} cannot be made` });
    return answer === undefined;
  });
};

/** Writes documents with distinct ids; an outcome for each id. @throws IndexOutage */
export const writePuts = async (writing: Writing, puts: readonly Put[]): Promise<ReadonlyMap<string, ItemOutcome>> => {
  const homes = await homesOf(writing, puts);
  const outcomes = new Map(homes.failed);
  const homed = puts.filter(({ id }) => !outcomes.has(id)).map((put): Placed => ({ put, month: homes.months.get(put.id) ?? '' }));
  const placed = await ensured(writing, homed, outcomes);
  if (placed.length === 0) return outcomes;
  const answers = await sendPlaced(writing, placed);
  const written: Written[] = [];
  const unclear: Placed[] = [];
  for (const [place, one] of placed.entries()) {
    const answer = answers[place] ?? { status: 0 };
    const outcome = settledBy(answer);
    if (outcome !== undefined) outcomes.set(one.put.id, outcome);
    else if (decide(answer.status, answer.type) === 'done') written.push({ placed: one, outcome: done });
    else unclear.push(one);
  }
  if (unclear.length > 0) {
    const places = unclear.map(({ put, month }) => ({ index: aliasOf(writing.prefix, month), id: put.id }));
    const stored = await readKnown(writing, places);
    for (const [place, one] of unclear.entries()) written.push({ placed: one, outcome: beside(stored[place] ?? null, one.put) });
  }
  if (written.length > 0) for (const [id, outcome] of await withSide(writing, written)) outcomes.set(id, outcome);
  return outcomes;
};
