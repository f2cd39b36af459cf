import { ok } from '@earshot/model';
import type { PlainStep } from '@earshot/engine';
import { ruleVersions } from '@earshot/text';
import type { Analysed, NormalisedRecord } from '../records.ts';
import type { Assessed } from './assess-urgency.ts';
import type { Judged } from './detect-aspects.ts';
import type { Intended } from './detect-intent.ts';
import type { Felt } from './detect-sentiment.ts';
import type { Extracted } from './extract-keywords.ts';
import type { Segmented } from './segment-words.ts';

type Findings = Segmented & Felt & Judged & Intended & Assessed & Extracted;
type Everything = NormalisedRecord & Findings;

const analysedOf = ({ segmented, felt, judged, intended, assessed, extracted }: Findings): Analysed['analysed'] => {
  const { label, score, confidence } = felt.reading;
  const { level, score: urgency, reasons } = assessed.reading;
  const keywords =
    extracted.keywords.length === 0 ? [] : [{ label: 'keywords', by: 'keyword-statistics', version: ruleVersions().keywords }];
  return {
    tokens: segmented.tokens,
    sentiment: { label, score, confidence },
    aspects: judged.aspects,
    intent: intended.intents[0]?.label ?? 'other',
    intents: intended.intents,
    urgency: { level, score: urgency, ...(reasons.length === 0 ? {} : { reasons: [...reasons] }) },
    topics: judged.topics,
    keywords: extracted.keywords,
    entities: extracted.entities,
    provenance: [...felt.provenance, ...judged.provenance, ...intended.provenance, ...assessed.provenance, ...keywords],
  };
};

/** Gathers the findings and leaves the way there behind: what goes on is exactly NormalisedRecord & Analysed. */
export const finishAnalysis: PlainStep<Everything, Analysed> = {
  kind: 'plain',
  name: 'finish-analysis',
  version: '1',
  decide: (record) => {
    const { segmented, felt, judged, intended, assessed, extracted, ...rest } = record;
    const kept: NormalisedRecord & Analysed = { ...rest, analysed: analysedOf({ segmented, felt, judged, intended, assessed, extracted }) };
    // The working fields are gone from the value; the type of a step can only add.
    return ok(kept as Everything & Analysed);
  },
};
