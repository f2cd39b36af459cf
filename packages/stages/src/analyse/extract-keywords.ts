import { type Entity, ok } from '@earshot/model';
import type { PlainStep } from '@earshot/engine';
import { extractKeywords, findEntities, ruleVersions } from '@earshot/text';
import type { NormalisedRecord } from '../records.ts';
import type { Assessed } from './assess-urgency.ts';
import type { Judged } from './detect-aspects.ts';
import type { Intended } from './detect-intent.ts';
import type { Felt } from './detect-sentiment.ts';
import type { Segmented } from './segment-words.ts';

export interface Extracted {
  readonly extracted: { readonly keywords: readonly string[]; readonly entities: readonly Entity[] };
}

export const extractKeywordsStep: PlainStep<NormalisedRecord & Segmented & Felt & Judged & Intended & Assessed, Extracted> = {
  kind: 'plain',
  name: 'extract-keywords',
  version: ruleVersions().keywords,
  decide: (record) => {
    const { view, words, quiet } = record.segmented;
    const extracted = quiet
      ? { keywords: [], entities: [] }
      : { keywords: extractKeywords(view, words), entities: findEntities(record.cleaned.text, view) };
    return ok({ ...record, extracted });
  },
};
