import { type Entity, ok, type Redaction } from '@earshot/model';
import type { PlainStep } from '@earshot/engine';
import { extractKeywords, findEntities, ruleVersions, type Token } from '@earshot/text';
import type { NormalisedRecord } from '../records.ts';
import type { Assessed } from './assess-urgency.ts';
import type { Judged } from './detect-aspects.ts';
import type { Intended } from './detect-intent.ts';
import type { Felt } from './detect-sentiment.ts';
import type { Segmented } from './segment-words.ts';

export interface Extracted {
  readonly extracted: { readonly keywords: readonly string[]; readonly entities: readonly Entity[] };
}

/** The customer's own words: account names after @ and the tags of masked data are none. */
const ownWords = (view: string, words: readonly Token[], redactions: readonly Redaction[]): readonly Token[] =>
  words.filter(({ start, end }) => view[start - 1] !== '@' && !redactions.some((tag) => start < tag.end && end > tag.start));

export const extractKeywordsStep: PlainStep<NormalisedRecord & Segmented & Felt & Judged & Intended & Assessed, Extracted> = {
  kind: 'plain',
  name: 'extract-keywords',
  version: ruleVersions().keywords,
  decide: (record) => {
    const { view, words, quiet } = record.segmented;
    const extracted = quiet
      ? { keywords: [], entities: [] }
      : {
          keywords: extractKeywords(view, ownWords(view, words, record.cleaned.redactions)),
          entities: findEntities(record.cleaned.text, view),
        };
    return ok({ ...record, extracted });
  },
};
