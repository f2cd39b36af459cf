import { fault, type Fault, type RawRecord } from '@earshot/model';
import type { ParsedItem, ReceiptMeta } from '../connector.ts';
import { sha256 } from '../reading/bytes.ts';
import { composeRecord, type Draft } from '../reading/compose-record.ts';
import { faultItem, keepOriginal } from '../reading/original.ts';
import type { WebField } from './fields.ts';
import { addLabel, pathOf, readers, type Cell, type Reading } from './read-fields.ts';

/** A field of the schema or, with null, a name that is not part of it. */
export type NamedCell = readonly [WebField | null, Cell];

/** Where an item stands and what it was as received. */
export interface Place {
  /** `/3`, `row 17`, or empty where the payload is one item. */
  readonly at: string;
  /** From 1 within a batch; 0 where the payload is one item. */
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly lenient: boolean;
}

export const source = { name: 'web', channel: 'web' } as const;

const readCells = (cells: Iterable<NamedCell>, reading: Reading): Fault | null => {
  const seen = new Set<WebField>();
  for (const [field, cell] of cells) {
    if (cell.value === null || cell.value === undefined) continue;
    const taken = field !== null && seen.has(field);
    if (field !== null && !taken) {
      seen.add(field);
      const refused = readers[field](cell, reading);
      if (refused !== null) return refused;
    } else if (reading.lenient) {
      const refused = addLabel(cell.key, cell.value, cell, reading);
      if (refused !== null) return refused;
    } else {
      const detail = taken ? `the same as ${field}` : 'not part of the schema';
      return fault('err:intake:client:unknown-field', { path: pathOf(reading.at, cell.key.slice(0, 100)), detail });
    }
  }
  return null;
};

/**
 * Identity of a message whose sender gave none. A file that is imported again must find its messages again, so name, row and content
 * tell; a post is a new message each time, so its receipt tells.
 */
const sourceIdOf = (meta: ReceiptMeta, place: Place): string =>
  meta.filename === undefined
    ? `receipt:${meta.receipt}.${place.number}`
    : `file:${sha256(`${meta.filename}\0${place.number}\0${sha256(place.bytes)}`).slice(0, 40)}`;

const finish = (reading: Reading, meta: ReceiptMeta, place: Place): RawRecord | Fault => {
  const { draft, labels } = reading;
  if (draft.rating?.value === '') delete draft.rating;
  const said = draft.body !== undefined && draft.body.content.trim() !== '';
  if (!said && draft.rating === undefined && draft.deleted !== true && meta.attachments === undefined) {
    return fault('err:intake:client:empty-body', place.at === '' ? {} : { path: place.at });
  }
  const kind = said ? undefined : draft.rating === undefined ? undefined : ('evaluation' as const);
  const { sourceId = sourceIdOf(meta, place), ...rest } = draft;
  const whole: Draft = { ...rest, sourceId };
  if (kind !== undefined) whole.kind = kind;
  if (labels.size > 0) whole.labels = Object.fromEntries(labels);
  if (meta.attachments !== undefined) whole.attachments = [...meta.attachments];
  return composeRecord(source, meta, place.number, whole);
};

/** One web message from its named cells. */
export const readItem = (cells: Iterable<NamedCell>, meta: ReceiptMeta, place: Place): ParsedItem => {
  const reading: Reading = { draft: { faults: [] }, labels: new Map(), at: place.at, lenient: place.lenient };
  const refused = readCells(cells, reading);
  if (refused !== null) return faultItem(place.at, refused, place.bytes);
  const record = finish(reading, meta, place);
  if ('code' in record) return faultItem(place.at, record, place.bytes);
  const { payload, blobs } = keepOriginal(place.bytes, place.contentType);
  record.payload = payload;
  return blobs.length === 0 ? { tag: 'item', path: place.at, record } : { tag: 'item', path: place.at, record, blobs };
};
