import type { FeedbackDocument, SentimentLabel, UrgencyLevel } from '@earshot/model';

/** Shapes of the API as it stands on the wire; see /openapi.json of the server. */
export type Interval = 'minute' | 'hour' | 'day' | 'week' | 'month';

export type GroupBy =
  | { readonly type: 'terms'; readonly field: string; readonly size: number }
  | { readonly type: 'date'; readonly field: '@timestamp'; readonly interval: Interval; readonly timeZone: string }
  | { readonly type: 'range'; readonly field: string; readonly bounds: readonly number[] };

export type Metric =
  | { readonly type: 'people' }
  | { readonly type: 'avg' | 'min' | 'max' | 'sum'; readonly field: string }
  | { readonly type: 'percentiles'; readonly field: string; readonly percents: readonly number[] };

export interface AggregateRequest {
  readonly query: string;
  readonly by: readonly GroupBy[];
  readonly metrics: readonly Metric[];
}

export interface Bucket {
  readonly key?: string | number | boolean;
  readonly count: number;
  readonly metrics: Readonly<Record<string, number | null | Readonly<Record<string, number>>>>;
  /** Opens exactly the rows that were counted. */
  readonly query: string;
  readonly buckets?: readonly Bucket[];
  readonly otherCount?: number;
  readonly approximate?: boolean;
}

export interface Highlight {
  readonly field: 'text' | 'title';
  readonly start: number;
  readonly end: number;
}

export interface Hit {
  readonly id: string;
  readonly score: number;
  readonly document: FeedbackDocument;
  readonly highlights: readonly Highlight[];
}

export interface SearchPage {
  readonly hits: readonly Hit[];
  readonly total: { readonly value: number; readonly relation: 'eq' | 'gte' };
  readonly cursor?: string;
}

/** Data of the server-sent event `indexed`. */
export interface Arrival {
  readonly id: string;
  readonly channel: FeedbackDocument['channel'];
  readonly language: string;
  readonly sentiment: SentimentLabel;
  readonly urgency: UrgencyLevel;
  readonly text: string;
  readonly at: string;
}

/** RFC 9457 problem. */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly code?: string;
  readonly detail?: string;
}
