export { deadLetter, type DeadLetter } from './dead-letter.ts';
export {
  channels,
  feedbackDocument,
  intents,
  kinds,
  ratingKinds,
  roles,
  sentiments,
  urgencies,
  type Aspect,
  type Channel,
  type ConversationEvidence,
  type Entity,
  type FeedbackDocument,
  type Intent,
  type Kind,
  type LanguageSpan,
  type Provenance,
  type Rating,
  type RatingKind,
  type Redaction,
  type Role,
  type SentimentLabel,
  type Turn,
  type UrgencyLevel,
} from './document.ts';
export { fault, faultTable, isFaultCode, type Fault, type FaultCode, type FaultOwner } from './faults.ts';
export type { FieldType } from './field.ts';
export { documentFields, type DocumentField } from './fields.ts';
export { conversationKey, documentVersion, feedbackId, generationLimit, type SourceIdentity } from './ids.ts';
export { dead, drop, ok, park, type DropReason, type Instant, type Outcome, type ParkReason } from './outcome.ts';
export type { Query, Scalar } from './query/tree.ts';
export { rawRecord, type RawAttachment, type RawRating, type RawRecord, type RawTurn } from './raw.ts';
export { topicNames, topics, type Topic, type TopicSpec } from './topics.ts';
export { signedReceipts, type Receipts } from './receipts.ts';
