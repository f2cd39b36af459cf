import { type Intent, ok, type Provenance } from '@earshot/model';
import type { PlainStep } from '@earshot/engine';
import { detectIntents, ruleVersions } from '@earshot/text';
import type { NormalisedRecord } from '../records.ts';
import type { Judged } from './detect-aspects.ts';
import type { Felt } from './detect-sentiment.ts';
import type { Segmented } from './segment-words.ts';

export interface Intended {
  readonly intended: {
    /** Strongest first, never empty. */
    readonly intents: readonly { readonly label: Intent; readonly score: number }[];
    readonly provenance: readonly Provenance[];
  };
}

const mostEvidence = 6;

export const detectIntent: PlainStep<NormalisedRecord & Segmented & Felt & Judged, Intended> = {
  kind: 'plain',
  name: 'detect-intent',
  version: ruleVersions().intents,
  decide: (record) => {
    const { view, quiet } = record.segmented;
    if (quiet) return ok({ ...record, intended: { intents: [{ label: 'other', score: 0.5 }], provenance: [] } });
    const { intents, evidence } = detectIntents(view, record.felt.reading);
    const told = new Set(evidence.map(({ label }) => label as Intent));
    const provenance = [...evidence]
      .sort((a, b) => b.weight - a.weight)
      .slice(0, mostEvidence)
      .map(
        ({ label, weight, start, end }): Provenance => ({
          label: `intent.${label}`,
          by: 'intent-lexicon',
          version: ruleVersions().intents,
          start,
          end,
          weight,
        }),
      );
    // Complaint and praise may follow from the feeling alone.
    for (const { label, score } of intents)
      if (!told.has(label) && label !== 'other')
        provenance.push({ label: `intent.${label}`, by: 'sentiment.label', version: ruleVersions().sentimentRules, weight: score });
    return ok({ ...record, intended: { intents, provenance } });
  },
};
