import { hop, type Hop } from '@earshot/engine';
import type { RawRecord } from '@earshot/model';
import { assessUrgencyStep } from './analyse/assess-urgency.ts';
import { detectAspectsStep } from './analyse/detect-aspects.ts';
import { detectIntent } from './analyse/detect-intent.ts';
import { detectSentimentStep } from './analyse/detect-sentiment.ts';
import { extractKeywordsStep } from './analyse/extract-keywords.ts';
import { finishAnalysis } from './analyse/finish-analysis.ts';
import { segmentWords } from './analyse/segment-words.ts';
import { detectMachineMail } from './clean/detect-machine-mail.ts';
import { detectSpamStep } from './clean/detect-spam.ts';
import { extractText } from './clean/extract-text.ts';
import { fingerprintText } from './clean/fingerprint-text.ts';
import { findDuplicates } from './clean/find-duplicates.ts';
import { finishClean } from './clean/finish-clean.ts';
import { normaliseCharactersStep } from './clean/normalise-characters.ts';
import { redactPersonalData } from './clean/redact-personal-data.ts';
import { repairEncoding } from './clean/repair-encoding.ts';
import { stripQuotationStep } from './clean/strip-quotation.ts';
import { decideKind } from './normalise/decide-kind.ts';
import { detectLanguageStep } from './normalise/detect-language.ts';
import { finishNormalise } from './normalise/finish-normalise.ts';
import { identifyAuthor } from './normalise/identify-author.ts';
import { normaliseRating } from './normalise/normalise-rating.ts';
import { resolveTime } from './normalise/resolve-time.ts';
import { threadConversation } from './normalise/thread-conversation.ts';
import type { AnalysedRecord, CleanedRecord, NormalisedRecord } from './records.ts';

/** What the customer wrote, and nothing else: text layers, machine mail, personal data, spam, duplicates. */
export const cleanHop: Hop<RawRecord, CleanedRecord> = hop<RawRecord>('clean')
  .step(repairEncoding)
  .step(extractText)
  .step(stripQuotationStep)
  .step(normaliseCharactersStep)
  .step(detectMachineMail)
  .step(redactPersonalData)
  .step(detectSpamStep)
  .step(fingerprintText)
  .step(findDuplicates)
  .step(finishClean);

/** The same facts on the same scales: rating, time, language, author, thread, kind. */
export const normaliseHop: Hop<CleanedRecord, NormalisedRecord> = hop<CleanedRecord>('normalise')
  .step(normaliseRating)
  .step(resolveTime)
  .step(detectLanguageStep)
  .step(identifyAuthor)
  .step(threadConversation)
  .step(decideKind)
  .step(finishNormalise);

/** What the customer says: words, feeling, aspects, intents, urgency, key phrases. */
export const analyseHop: Hop<NormalisedRecord, AnalysedRecord> = hop<NormalisedRecord>('analyse')
  .step(segmentWords)
  .step(detectSentimentStep)
  .step(detectAspectsStep)
  .step(detectIntent)
  .step(assessUrgencyStep)
  .step(extractKeywordsStep)
  .step(finishAnalysis);
