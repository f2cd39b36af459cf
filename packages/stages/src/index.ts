export { composeDocument } from './compose-document.ts';
export type { Analysed, AnalysedRecord, Cleaned, CleanedRecord, Normalised, NormalisedRecord, Span } from './records.ts';
export { analyseHop } from './pipeline.ts';
