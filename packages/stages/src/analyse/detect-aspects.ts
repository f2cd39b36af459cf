import { type Aspect, ok, type Provenance } from '@earshot/model';
import type { PlainStep } from '@earshot/engine';
import { detectAspects, ruleVersions } from '@earshot/text';
import type { NormalisedRecord } from '../records.ts';
import type { Felt } from './detect-sentiment.ts';
import type { Segmented } from './segment-words.ts';

export interface Judged {
  readonly judged: {
    readonly aspects: readonly Aspect[];
    /** Distinct categories, in the order of the text. */
    readonly topics: readonly string[];
    readonly provenance: readonly Provenance[];
  };
}

export const detectAspectsStep: PlainStep<NormalisedRecord & Segmented & Felt, Judged> = {
  kind: 'plain',
  name: 'detect-aspects',
  version: ruleVersions().aspects,
  decide: (record) => {
    const { view, quiet } = record.segmented;
    const aspects = quiet ? [] : detectAspects(record.cleaned.text, view, record.felt.reading.feelings);
    const provenance = aspects.map(
      ({ start, end, score }): Provenance => ({
        label: 'aspects.category',
        by: 'aspect-lexicon',
        version: ruleVersions().aspects,
        ...(start === undefined || end === undefined ? {} : { start, end }),
        weight: score,
      }),
    );
    return ok({ ...record, judged: { aspects, topics: [...new Set(aspects.map(({ category }) => category))], provenance } });
  },
};
