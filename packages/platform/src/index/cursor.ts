import { createHash } from 'node:crypto';
import type { Query } from '@earshot/model';
import { BadCursor } from './faults.ts';
import type { SortOrder } from './port.ts';

/** The last hit of a page in its order. */
export interface Place {
  readonly score: number;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  readonly id: string;
}

const mark = (query: Query, sort: SortOrder): string =>
  createHash('sha256')
    .update(JSON.stringify([sort, query]))
    .digest('base64url')
    .slice(0, 12);

/** An opaque cursor, good for this query and order only. */
export const cursorOf = (query: Query, sort: SortOrder, { score, timestamp, id }: Place): string =>
  Buffer.from(JSON.stringify([mark(query, sort), score, timestamp, id])).toString('base64url');

/** @throws BadCursor when the cursor is not from `cursorOf` with the same query and order */
export const placeOf = (query: Query, sort: SortOrder, cursor: string): Place => {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new BadCursor();
  }
  if (!Array.isArray(parts) || parts.length !== 4) throw new BadCursor();
  const [given, score, timestamp, id] = parts as unknown[];
  if (given !== mark(query, sort) || typeof score !== 'number' || typeof timestamp !== 'number' || typeof id !== 'string') {
    throw new BadCursor();
  }
  return { score, timestamp, id };
};
