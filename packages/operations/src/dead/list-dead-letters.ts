import type { DeadLetterBook } from './dead-letter-book.ts';
import type { LetterState } from './letter-columns.ts';
import type { LetterGroup } from './letter-groups.ts';

export interface DeadLetterFilter {
  /** Default `open`. */
  readonly state?: LetterState | 'all';
  readonly fingerprint?: string;
  readonly stage?: string;
  readonly code?: string;
  /** Ids shown of each group, newest first. Default 5. */
  readonly samples?: number;
}

/** A group as it is shown; times and samples are those of the wanted state. */
export interface ListedGroup extends LetterGroup {
  /** Letters in the wanted state. */
  readonly count: number;
  /** ISO 8601 UTC. */
  readonly firstFailedAt: string;
  readonly lastFailedAt: string;
  readonly samples: readonly string[];
}

interface Seen {
  first: number;
  last: number;
  /** Newest first. */
  readonly newest: { readonly row: number; readonly at: number }[];
}

const note = (seen: Seen, row: number, at: number, samples: number): void => {
  seen.first = Math.min(seen.first, at);
  seen.last = Math.max(seen.last, at);
  const oldest = seen.newest.at(-1);
  if (seen.newest.length >= samples && (oldest === undefined || oldest.at >= at)) return;
  const place = seen.newest.findIndex((other) => other.at < at);
  seen.newest.splice(place === -1 ? seen.newest.length : place, 0, { row, at });
  if (seen.newest.length > samples) seen.newest.pop();
};

const instant = (at: number): string => (Number.isNaN(at) ? '' : new Date(at).toISOString());

/** Groups of equal failures that have letters in the wanted state, biggest first. */
export const listDeadLetters = async (book: DeadLetterBook, filter: DeadLetterFilter = {}): Promise<readonly ListedGroup[]> => {
  const { state: wanted = 'open', samples = 5, fingerprint, stage, code } = filter;
  await book.refresh();
  const { letters, groups } = book;
  const seen = new Map<number, Seen>();
  for (let row = 0; row < letters.size; row += 1) {
    const { state, group, failedAt } = letters.get(row);
    if (group === null || (wanted !== 'all' && state !== wanted)) continue;
    const known = seen.get(group) ?? { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY, newest: [] };
    seen.set(group, known);
    note(known, row, failedAt, samples);
  }
  const listed = [...seen].flatMap(([number, { first, last, newest }]): ListedGroup[] => {
    const group = groups[number];
    if (group === undefined) return [];
    const { open, retried, discarded } = group.counts;
    const count = wanted === 'all' ? open + retried + discarded : group.counts[wanted];
    const ids = newest.map(({ row }) => letters.idAt(row));
    return [
      {
        ...group,
        counts: { ...group.counts },
        channels: { ...group.channels },
        count,
        firstFailedAt: instant(first),
        lastFailedAt: instant(last),
        samples: ids,
      },
    ];
  });
  return listed
    .filter(
      (group) =>
        (fingerprint === undefined || group.fingerprint === fingerprint) &&
        (stage === undefined || group.stage === stage) &&
        (code === undefined || group.code === code),
    )
    .toSorted((a, b) => b.count - a.count || (a.fingerprint < b.fingerprint ? -1 : 1));
};
