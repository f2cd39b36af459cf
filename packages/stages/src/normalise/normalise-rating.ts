import type { PlainStep } from '@earshot/engine';
import { fault, ok, type Provenance, type Rating } from '@earshot/model';
import { findRating, readRating } from '@earshot/text';
import type { CleanedRecord } from '../records.ts';

export interface Rated {
  readonly rated: { readonly rating?: Rating; readonly provenance: readonly Provenance[] };
}

export type RatedRecord = CleanedRecord & Rated;

const none: Rated['rated'] = { provenance: [] };

/** A rating in the customer's words counts only where none was given. */
const fromText = ({ text, focus, machine }: CleanedRecord['cleaned']): Rated['rated'] => {
  if (machine !== undefined) return none;
  const found = findRating(text);
  if (found === null || !focus.some(({ start, end }) => found.start >= start && found.end <= end)) return none;
  const { rating, start, end } = found;
  return { rating, provenance: [{ label: 'rating', by: 'rating-in-text', version: '1', start, end }] };
};

/** Puts a rating of any kind on one scale, 0 to 1. One outside its scale is a recorded fault; the message goes on. */
export const normaliseRating: PlainStep<CleanedRecord, Rated> = {
  kind: 'plain',
  name: 'normalise-rating',
  version: '1',
  decide: (record) => {
    if (record.deleted) return ok({ ...record, rated: none });
    if (record.rating === undefined) return ok({ ...record, rated: fromText(record.cleaned) });
    const read = readRating(record.rating);
    if (read.tag === 'rating') {
      return ok({ ...record, rated: { rating: read.rating, provenance: [{ label: 'rating', by: 'rating-given', version: '1' }] } });
    }
    const code = read.tag === 'out-of-range' ? 'err:intake:client:out-of-range' : 'err:intake:client:wrong-type';
    const known = record.faults.some((one) => one.code === code && one.path === '/rating/value');
    const faults = known ? record.faults : [...record.faults, { ...fault(code), path: '/rating/value' }];
    return ok({ ...record, faults, rated: none });
  },
};
