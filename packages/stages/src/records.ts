import type {
  Aspect,
  ConversationEvidence,
  Entity,
  FeedbackDocument,
  Intent,
  Kind,
  LanguageSpan,
  Provenance,
  Rating,
  RawRecord,
  Redaction,
  Role,
  Turn,
} from '@earshot/model';

/** A run of `text`: UTF-16 code units, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What the clean stage adds; the value of `feedback.cleaned.v1` is RawRecord & Cleaned. */
export interface Cleaned {
  readonly cleaned: {
    /** Cleaned and redacted; turns are joined by line feeds. */
    readonly text: string;
    readonly title?: string;
    /** Hotline and chat: the turns, each a run of `text`. */
    readonly turns?: readonly (Omit<Turn, 'role'> & { readonly role?: Role } & Span)[];
    /** Runs of `text` that the customer said: all of it, but for hotline and chat the customer's turns. Analysis looks here only. */
    readonly focus: readonly Span[];
    /** Class of machine mail, where it is. */
    readonly machine?: string;
    readonly redactions: readonly Redaction[];
    readonly quality: FeedbackDocument['quality'];
    /** Codes of what had to be mended, such as mojibake or replacement-characters. */
    readonly repairs: readonly string[];
    readonly provenance: readonly Provenance[];
  };
}

/** What the normalise stage adds; the value of `feedback.normalised.v1` is RawRecord & Cleaned & Normalised. */
export interface Normalised {
  readonly normalised: {
    /** ISO 8601 UTC with milliseconds. */
    readonly occurredAt: string;
    readonly timeZone?: string;
    readonly clockSkew: boolean;
    readonly language: string;
    readonly languages: readonly LanguageSpan[];
    readonly rating?: Rating;
    readonly author: { readonly id: string; readonly role: Role; readonly display?: string };
    readonly conversation: { readonly id: string; readonly position?: number; readonly evidence: readonly ConversationEvidence[] };
    readonly kind: Kind;
    readonly turns?: readonly Turn[];
    readonly provenance: readonly Provenance[];
  };
}

/** What the analyse stage adds; the value of `feedback.analysed.v1` is AnalysedRecord. */
export interface Analysed {
  readonly analysed: {
    readonly tokens: string;
    readonly sentiment: FeedbackDocument['sentiment'];
    readonly aspects: readonly Aspect[];
    readonly intent: Intent;
    readonly intents: readonly { readonly label: Intent; readonly score: number }[];
    readonly urgency: FeedbackDocument['urgency'];
    readonly topics: readonly string[];
    readonly keywords: readonly string[];
    readonly entities: readonly Entity[];
    readonly provenance: readonly Provenance[];
  };
}

export type CleanedRecord = RawRecord & Cleaned;
export type NormalisedRecord = CleanedRecord & Normalised;
export type AnalysedRecord = NormalisedRecord & Analysed;
