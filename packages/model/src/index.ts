export { contentHash } from './content-hash.ts';
export { documentFingerprint, documentSchema } from './derive/document-version.ts';
export { documentJsonSchema } from './derive/document-json-schema.ts';
export { documentReference } from './derive/document-reference.ts';
export { elasticsearchMapping, type ElasticsearchMapping, type ElasticsearchProperty } from './derive/elasticsearch-mapping.ts';
export { faultReference } from './derive/fault-reference.ts';
export { sqliteSchema, type SqliteColumn, type SqliteKind, type SqliteList, type SqliteSchema } from './derive/sqlite-schema.ts';
export { readEnvelope, writeEnvelope, type Envelope } from './envelope.ts';
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
export { indexedEvent, type IndexedEvent } from './indexed-event.ts';
export { normaliseQuery } from './query/normalise-query.ts';
export { parseQuery, type ParsedQuery } from './query/parse-query.ts';
export { printQuery } from './query/print-query.ts';
export { fieldAt, type SearchableField } from './query/searchable-field.ts';
export type { Query, Scalar } from './query/tree.ts';
export { rawRecord, type RawAttachment, type RawRating, type RawRecord, type RawTurn } from './raw.ts';
export { topicNames, topics, wayTopics, type Topic, type TopicSpec } from './topics.ts';
export { resolution, type Resolution, resolutionActions } from './resolution.ts';
export { signedReceipts, type Receipts } from './receipts.ts';
export { currentSchema, upcast, UnknownSchema, type SchemaHistory } from './upcast.ts';
