import type { FeedbackDocument } from './document.ts';

/** What the live feed tells of a document that just became searchable. */
export interface IndexedEvent {
  readonly id: string;
  readonly channel: string;
  readonly language: string;
  readonly sentiment: string;
  readonly urgency: string;
  /** The first 200 UTF-16 code units of the redacted text. */
  readonly text: string;
  /** `@timestamp` of the document. */
  readonly at: string;
}

const textLength = 200;

export const indexedEvent = ({ id, channel, language, sentiment, urgency, text, '@timestamp': at }: FeedbackDocument): IndexedEvent => ({
  id,
  channel,
  language,
  sentiment: sentiment.label,
  urgency: urgency.level,
  text: text.slice(0, textLength),
  at,
});
