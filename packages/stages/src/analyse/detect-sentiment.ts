import { ok, type Provenance } from '@earshot/model';
import type { PlainStep } from '@earshot/engine';
import { detectSentiment, ruleVersions, type SentimentReading } from '@earshot/text';
import type { NormalisedRecord } from '../records.ts';
import type { Segmented } from './segment-words.ts';

export interface Felt {
  readonly felt: { readonly reading: SentimentReading; readonly provenance: readonly Provenance[] };
}

const label = 'sentiment.label';
const mostEvidence = 5;

const provenanceOf = ({ feelings, model, rating }: SentimentReading): Provenance[] => {
  const { sentimentModel, sentimentRules } = ruleVersions();
  const strongest = [...feelings].sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, mostEvidence);
  const provenance: Provenance[] = strongest.map(({ start, end, value }) => ({
    label,
    by: 'sentiment-lexicon',
    version: sentimentRules,
    start,
    end,
    weight: Math.round(value * 100) / 100,
  }));
  if (model !== 0) provenance.push({ label, by: 'sentiment-model', version: sentimentModel, weight: model });
  if (rating !== 0) provenance.push({ label, by: 'rating', version: sentimentRules, weight: rating });
  return provenance;
};

export const detectSentimentStep: PlainStep<NormalisedRecord & Segmented, Felt> = {
  kind: 'plain',
  name: 'detect-sentiment',
  version: `${ruleVersions().sentimentModel}.${ruleVersions().sentimentRules}`,
  decide: (record) => {
    const { view, readable } = record.segmented;
    const rating = record.deleted ? undefined : record.normalised.rating?.normalised;
    const reading = detectSentiment(view, { readable, ...(rating === undefined ? {} : { rating }) });
    return ok({ ...record, felt: { reading, provenance: provenanceOf(reading) } });
  },
};
