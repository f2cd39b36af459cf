import { z } from 'zod';
import {
  boolean,
  choice,
  date,
  flattened,
  float,
  integer,
  keyword,
  keywords,
  long,
  nested,
  number,
  object,
  optional,
  text,
  tokens,
} from './field.ts';

export const channels = ['email', 'social', 'web', 'hotline'] as const;
export const kinds = ['feedback', 'evaluation', 'reply', 'machine'] as const;
export const roles = ['customer', 'agent', 'system'] as const;
export const ratingKinds = ['stars', 'nps', 'csat', 'ces', 'thumb', 'label'] as const;
export const sentiments = ['positive', 'neutral', 'negative', 'mixed'] as const;
export const intents = ['complaint', 'question', 'suggestion', 'praise', 'request', 'churn', 'other'] as const;
export const urgencies = ['low', 'normal', 'high', 'critical'] as const;

/** Character offsets into `text`: UTF-16 code units, `end` exclusive. */
const span = {
  start: integer('First UTF-16 code unit in `text`'),
  end: integer('UTF-16 code unit after the last in `text`'),
};

/**
 * The feedback document: what is stored, searched and aggregated. The one definition from which JSON Schema, TypeScript types, the
 * Elasticsearch mapping, the SQLite schema, the OpenAPI component and docs/reference/document.md are derived.
 */
export const feedbackDocument = z.strictObject({
  '@timestamp': date('When the customer spoke: source time in UTC, or the first receipt where the source gives none'),
  receivedAt: date('When Earshot accepted the message durably'),
  indexedAt: optional(date('When the document was written to the index; set by the indexer')),
  timeZone: optional(keyword('Offset of the source time as given, such as +08:00')),
  clockSkew: boolean('The source time lies more than five minutes after the receipt, so the receipt counts'),
  id: keyword('Identity of the source message: hash of connector, account and source id'),
  revision: long('Version of the content at its source; an edit has a higher one'),
  contentHash: keyword('Hash of what the source said; two different ones under one id and revision are a lost update'),
  channel: choice(channels, 'How the customer reached us'),
  connector: keyword('Name of the connector that received it'),
  account: keyword('Mailbox, page, form, queue or line it came in by'),
  sourceId: keyword('Identifier at the source'),
  url: optional(keyword('Where the original can be seen')),
  receipt: optional(keyword('Receipt given to the sender; `GET /v1/receipts/{receipt}` follows it')),
  kind: choice(
    kinds,
    'feedback: free text; evaluation: a rating, with or without text; reply: ours; machine: auto-reply, bounce, newsletter',
  ),
  conversation: object('The thread that the message belongs to', {
    id: keyword('Conversation key; order is kept within it'),
    position: optional(integer('Place in the thread as far as the source tells, from 0')),
    evidence: optional(
      nested('Why it was threaded there', {
        type: keyword('Kind of evidence, such as references or reply-to'),
        value: optional(keyword('What matched, never a raw address')),
        score: optional(float('Weight of the evidence', 0, 1)),
      }),
    ),
  }),
  author: object('Who wrote it', {
    id: keyword('Keyed pseudonym, equal for equal identities'),
    role: choice(roles, 'Side of the conversation'),
    display: optional(keyword('Masked name fit for a screen; never a raw address')),
  }),
  turns: optional(
    nested('Hotline and chat: who said what when', {
      speaker: keyword('Label of the speaker as given'),
      role: choice(roles, 'Side of the conversation'),
      startMs: optional(integer('Start from the beginning of the call, milliseconds')),
      endMs: optional(integer('End from the beginning of the call, milliseconds')),
      text: text('Cleaned and redacted words of the turn'),
      confidence: optional(float('Confidence of the speech recogniser', 0, 1)),
    }),
  ),
  title: optional(text('Subject or headline, cleaned and redacted')),
  text: text('Cleaned and redacted text; all offsets refer to it'),
  tokens: tokens('The same text as segmented by Earshot: Chinese words, English stems, separated by spaces'),
  language: keyword('Dominant language: zh, en, mixed, another BCP 47 tag, or und'),
  languages: optional(
    nested('Language of each run of text', {
      language: keyword('BCP 47 tag or und'),
      ...span,
      share: optional(float('Share of the letters', 0, 1)),
    }),
  ),
  rating: optional(
    object('The rating that came with the message', {
      value: number('As given'),
      min: number('Lowest value of its scale'),
      max: number('Highest value of its scale'),
      kind: choice(ratingKinds, 'Kind of scale'),
      normalised: float('On one scale, 1 is best', 0, 1),
    }),
  ),
  sentiment: object('Feeling of the customer over the whole message', {
    label: choice(sentiments, 'Class'),
    score: float('Negative to positive', -1, 1),
    confidence: float('How sure the label is', 0, 1),
  }),
  aspects: optional(
    nested('What was judged, and how', {
      category: keyword('Aspect category, such as delivery.speed'),
      term: optional(keyword('Words that name the aspect')),
      opinion: optional(keyword('Words that judge it')),
      ...span,
      sentiment: choice(sentiments, 'Class'),
      score: float('Negative to positive', -1, 1),
    }),
  ),
  intent: choice(intents, 'The leading intent'),
  intents: optional(
    nested('Every intent found', {
      label: choice(intents, 'Class'),
      score: float('How sure the label is', 0, 1),
    }),
  ),
  urgency: object('How soon a person should look', {
    level: choice(urgencies, 'Class'),
    score: float('On one scale', 0, 1),
    reasons: optional(keywords('Why, such as safety or deadline')),
  }),
  topics: optional(keywords('Taxonomy nodes')),
  keywords: optional(keywords('Key phrases')),
  entities: optional(
    nested('Things that were named', {
      type: keyword('product, order, place or person'),
      value: keyword('As written, redacted where personal'),
      ...span,
    }),
  ),
  quality: object('What to know before counting the message', {
    spam: boolean('Unsolicited or meaningless'),
    empty: boolean('Nothing to read is left after cleaning'),
    duplicateOf: optional(keyword('Id of the first message with the same text by the same author')),
    nearDuplicateOf: optional(keyword('Id of the first message with almost the same text')),
    campaign: optional(keyword('Id of the copy-paste campaign')),
  }),
  redactions: optional(
    nested('What was masked, never the value', {
      type: keyword('Kind of personal data, such as phone'),
      ...span,
    }),
  ),
  machine: optional(keyword('Class of machine mail: auto-reply, bounce, newsletter, calendar, own')),
  attachments: optional(
    nested('Files that came along', {
      filename: optional(keyword('As given, without its path')),
      contentType: keyword('Media type'),
      bytes: long('Size in bytes'),
      sha256: keyword('Hash of the content; also its address among the blobs'),
    }),
  ),
  provenance: optional(
    nested('For every label: what made it', {
      label: keyword('Field it explains, such as sentiment.label'),
      by: keyword('Rule or model'),
      version: keyword('Content hash of its data'),
      start: optional(integer('First UTF-16 code unit in `text` of the evidence')),
      end: optional(integer('UTF-16 code unit after the last in `text` of the evidence')),
      weight: optional(number('How much it counted')),
    }),
  ),
  journey: optional(
    nested('How it came through the stages', {
      stage: keyword('clean, normalise, analyse or index'),
      at: date('When the stage finished'),
      ms: number('Time in the stage, milliseconds'),
    }),
  ),
  case: optional(
    object('The case that this message opened or joined', {
      id: keyword('Case id'),
      state: keyword('State of the case'),
    }),
  ),
  faults: optional(keywords('Codes of degraded parts, see docs/reference/faults.md')),
  labels: optional(flattened('Free data of the sender: names and values, strings')),
});

export type FeedbackDocument = z.infer<typeof feedbackDocument>;
export type Channel = (typeof channels)[number];
export type Kind = (typeof kinds)[number];
export type Role = (typeof roles)[number];
export type RatingKind = (typeof ratingKinds)[number];
export type SentimentLabel = (typeof sentiments)[number];
export type Intent = (typeof intents)[number];
export type UrgencyLevel = (typeof urgencies)[number];
export type Turn = NonNullable<FeedbackDocument['turns']>[number];
export type Rating = NonNullable<FeedbackDocument['rating']>;
export type Aspect = NonNullable<FeedbackDocument['aspects']>[number];
export type LanguageSpan = NonNullable<FeedbackDocument['languages']>[number];
export type Redaction = NonNullable<FeedbackDocument['redactions']>[number];
export type Provenance = NonNullable<FeedbackDocument['provenance']>[number];
export type Entity = NonNullable<FeedbackDocument['entities']>[number];
export type ConversationEvidence = NonNullable<FeedbackDocument['conversation']['evidence']>[number];
