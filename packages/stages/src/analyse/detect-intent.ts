import { type Intent, ok, type Provenance } from '@earshot/model';
import type { PlainStep } from '@earshot/engine';
import { detectIntents, ruleVersions } from '@earshot/text';
import type { NormalisedRecord } from '../records.ts';
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

export const detectIntent: PlainStep<NormalisedRecord & Segmented & Felt, Intended> = {
  kind: 'plain',
  name: 'detect-intent',
  version: ruleVersions().intents,
  decide: (record) => {
    const { view, quiet } = record.segmented;
    if (quiet) return ok({ ...record, intended: { intents: [{ label: 'other', score: 0.5 }], provenance: [] } });
    const { intents, evidence } = detectIntents(view, record.felt.reading);
    const provenance = [...evidence]
      .sort((a, b) => b.weight - a.weight)
      .slice(0, mostEvidence)
      .map(({ label, weight, start, end }): Provenance => ({
        label: `intent.${label}`,
        by: 'intent-lexicon',
        version: ruleVersions().intents,
        start,
        end,
        weight,
      }));
    return ok({ ...record, intended: { intents, provenance } });
  },
};
