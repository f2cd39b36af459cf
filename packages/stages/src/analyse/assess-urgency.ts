import { ok, type Provenance } from '@earshot/model';
import type { PlainStep } from '@earshot/engine';
import { assessUrgency, ruleVersions, type UrgencyReading } from '@earshot/text';
import type { NormalisedRecord } from '../records.ts';
import type { Judged } from './detect-aspects.ts';
import type { Intended } from './detect-intent.ts';
import type { Felt } from './detect-sentiment.ts';
import type { Segmented } from './segment-words.ts';

export interface Assessed {
  readonly assessed: { readonly reading: UrgencyReading; readonly provenance: readonly Provenance[] };
}

const mostEvidence = 6;
const calm: UrgencyReading = { level: 'low', score: 0.1, reasons: [], evidence: [] };

export const assessUrgencyStep: PlainStep<NormalisedRecord & Segmented & Felt & Judged & Intended, Assessed> = {
  kind: 'plain',
  name: 'assess-urgency',
  version: ruleVersions().urgency,
  decide: (record) => {
    const { view, quiet } = record.segmented;
    const intents = record.intended.intents.map(({ label }) => label);
    const reading = quiet ? calm : assessUrgency(view, record.felt.reading, intents);
    const provenance = reading.evidence.slice(0, mostEvidence).map(
      ({ reason, start, end, critical }): Provenance => ({
        label: 'urgency.level',
        by: `urgency-lexicon:${reason}`,
        version: ruleVersions().urgency,
        start,
        end,
        weight: critical ? 1 : 0.6,
      }),
    );
    return ok({ ...record, assessed: { reading, provenance } });
  },
};
