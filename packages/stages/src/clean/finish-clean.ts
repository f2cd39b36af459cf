import type { PlainStep } from '@earshot/engine';
import { ok, type Provenance } from '@earshot/model';
import { leaveBehind } from '../leave-behind.ts';
import type { Cleaned } from '../records.ts';
import type { ComparedRecord } from './find-duplicates.ts';

const provenanceOf = ({ machineMail, spam, compared, own }: ComparedRecord): Provenance[] => {
  const all: Provenance[] = [];
  if (machineMail !== null) all.push({ label: 'machine', by: machineMail.by, version: '1' });
  if (spam !== null) all.push({ label: 'quality.spam', by: `spam-rules:${spam.reason}`, version: '1', weight: spam.score });
  if (compared.nearDuplicateOf !== undefined) {
    all.push({ label: 'quality.nearDuplicateOf', by: 'minhash-64', version: '1', weight: compared.nearDuplicateOf.likeness });
  }
  for (const kind of own.removed) all.push({ label: 'text', by: `strip-quotation:${kind}`, version: '1' });
  return all;
};

const cleanedOf = (record: ComparedRecord): Cleaned['cleaned'] => {
  const { repaired, extracted, tidy, machineMail, redacted, spam, compared } = record;
  const { title, text, turns, focus, redactions } = redacted;
  return {
    text,
    ...(title === '' ? {} : { title }),
    ...(turns.length === 0 ? {} : { turns }),
    focus,
    ...(machineMail === null ? {} : { machine: machineMail.class }),
    redactions,
    quality: {
      spam: spam !== null,
      empty: text.trim() === '',
      ...(compared.duplicateOf === undefined ? {} : { duplicateOf: compared.duplicateOf }),
      ...(compared.nearDuplicateOf === undefined ? {} : { nearDuplicateOf: compared.nearDuplicateOf.id }),
    },
    repairs: [...repaired.repairs, ...extracted.repairs, ...tidy.repairs],
    provenance: provenanceOf(record),
  };
};

const working = new Set(
  'repaired extracted own tidy machineMail redacted spam fingerprints compared'.split(' ') as (keyof ComparedRecord)[],
);

/** Gathers what the steps found; their working fields end here. */
export const finishClean: PlainStep<ComparedRecord, Cleaned> = {
  kind: 'plain',
  name: 'finish-clean',
  version: '1',
  decide: (record) => ok({ ...leaveBehind(record, working), cleaned: cleanedOf(record) }),
};
