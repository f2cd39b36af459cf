import { generationLimit } from '@earshot/model';
import { type Line, sendBulk } from './elasticsearch-bulk.ts';
import { type Known, readKnown } from './elasticsearch-known.ts';
import { monthOf } from './elasticsearch-months.ts';
import { hide, hidingLine, type Put, settledBy, sideLine, type Writing } from './elasticsearch-writing.ts';
import type { ItemOutcome } from './port.ts';

/** An edit may have another time than what it edits, so its id may live in another month. */
const isEdit = ({ version }: Put): boolean => version >= 2 * generationLimit;

interface Lived {
  readonly month: string;
  readonly known: Known;
}

/** Where each id is now, over all months; the newest first. */
export const livesOf = async (writing: Writing, ids: readonly string[]): Promise<ReadonlyMap<string, readonly Lived[]>> => {
  const months = await writing.months.fresh();
  const places = ids.flatMap((id) => months.map(({ month, alias }) => ({ id, month, index: alias })));
  const lives = new Map<string, Lived[]>();
  for (const [at, known] of (await readKnown(writing, places)).entries()) {
    const place = places[at];
    if (known === null || place === undefined) continue;
    lives.set(place.id, [...(lives.get(place.id) ?? []), { month: place.month, known }]);
  }
  // Of one version the hidden one moved away.
  const hidden = ({ known }: Lived): number => (known.deletedAt === undefined ? 0 : 1);
  for (const list of lives.values()) list.sort((a, b) => b.known.version - a.known.version || hidden(a) - hidden(b));
  return lives;
};

export interface Homes {
  /** Month that each document goes to, by id. */
  readonly months: ReadonlyMap<string, string>;
  readonly failed: ReadonlyMap<string, ItemOutcome>;
}

const ownMonth = ({ document }: Put): string => monthOf(document['@timestamp']);

/**
 * The month of each document: its own, for an edit the one where its id lives. An edit that finds its id nowhere says in the side index
 * where it will live before it looks again: a first revision that comes late sees that, or is seen here and hidden.
 */
export const homesOf = async (writing: Writing, puts: readonly Put[]): Promise<Homes> => {
  const months = new Map(puts.map((put) => [put.id, ownMonth(put)]));
  const failed = new Map<string, ItemOutcome>();
  const edits = puts.filter(isEdit);
  if (edits.length === 0) return { months, failed };
  const lives = await livesOf(
    writing,
    edits.map(({ id }) => id),
  );
  const homeless: Put[] = [];
  for (const edit of edits) {
    const home = lives.get(edit.id)?.[0]?.month;
    if (home === undefined) homeless.push(edit);
    else months.set(edit.id, home);
  }
  if (homeless.length === 0) return { months, failed };
  const lines = homeless.map((put) => sideLine(writing, put.id, put.version, { home: ownMonth(put) }));
  for (const [place, answer] of (await sendBulk(writing.server, lines, false)).entries()) {
    const outcome = settledBy(answer);
    const id = homeless[place]?.id;
    if (outcome !== undefined && id !== undefined) failed.set(id, outcome);
  }
  const late = await livesOf(
    writing,
    homeless.map(({ id }) => id),
  );
  const strays: Line[] = [];
  for (const put of homeless) {
    for (const { month, known } of late.get(put.id) ?? []) {
      if (month === ownMonth(put)) continue;
      // A newer revision was quicker: beside it this one is stale.
      if (known.version > put.version) months.set(put.id, month);
      else if (known.deletedAt === undefined) strays.push(hidingLine(writing, month, put.id, known.version, put.document.receivedAt));
    }
  }
  for (const [id, outcome] of (await hide(writing, strays)).failed) failed.set(id, outcome);
  return { months, failed };
};
