import { hop } from '@earshot/engine';
import { assessUrgencyStep } from './analyse/assess-urgency.ts';
import { detectAspectsStep } from './analyse/detect-aspects.ts';
import { detectIntent } from './analyse/detect-intent.ts';
import { detectSentimentStep } from './analyse/detect-sentiment.ts';
import { extractKeywordsStep } from './analyse/extract-keywords.ts';
import { finishAnalysis } from './analyse/finish-analysis.ts';
import { segmentWords } from './analyse/segment-words.ts';
import type { NormalisedRecord } from './records.ts';

/** What the customer says: words, feeling, aspects, intents, urgency, key phrases. */
export const analyseHop = hop<NormalisedRecord>('analyse')
  .step(segmentWords)
  .step(detectSentimentStep)
  .step(detectAspectsStep)
  .step(detectIntent)
  .step(assessUrgencyStep)
  .step(extractKeywordsStep)
  .step(finishAnalysis);
