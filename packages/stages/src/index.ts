export { composeDocument } from './compose-document.ts';
export type { Analysed, AnalysedRecord, Cleaned, CleanedRecord, Normalised, NormalisedRecord, Span } from './records.ts';
export { analyseHop, cleanHop, normaliseHop } from './pipeline.ts';
export { identityOf, pseudonym } from './normalise/identify-author.ts';
export {
  type AnalysedMessage,
  decodeAnalysed,
  decodeCleaned,
  decodeNormalised,
  encodeAnalysed,
  encodeCleaned,
  encodeNormalised,
} from './topic-codecs.ts';
