import type { FeedbackDocument, Query } from '@earshot/model';

/** A write that carries its id and version: newer content is never overwritten. */
export type Versioned =
  | { readonly tag: 'put'; readonly id: string; readonly version: number; readonly document: FeedbackDocument }
  | { readonly tag: 'delete'; readonly id: string; readonly version: number; readonly deletedAt: string };

/**
 * done: visible now. same: the same `contentHash` is there already under this version. stale: something newer is there. conflict: another `contentHash` under the
 * same version (a lost update, never silent). retry: try again later. reject: this document can never be written. systemic: no document can.
 */
export type ItemOutcome =
  | { readonly tag: 'done' | 'same' | 'stale' | 'conflict' }
  | { readonly tag: 'retry' | 'reject' | 'systemic'; readonly reason: string };

export type SortOrder = 'newest' | 'oldest' | 'relevance';

export interface Page {
  readonly size: number;
  readonly sort: SortOrder;
  /** From the page before. */
  readonly cursor?: string;
  /** Mark the query's words in text, title and turns. */
  readonly highlight?: boolean;
}

/** Character ranges of `text` (or `title`) that the query's words matched. */
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
  /** Absent on the last page. */
  readonly cursor?: string;
}

export type Interval = 'minute' | 'hour' | 'day' | 'week' | 'month';

export type GroupBy =
  /** Terms of a keyword or boolean field, biggest first; also a field inside a nested object, such as aspects.category. */
  | { readonly type: 'terms'; readonly field: string; readonly size: number }
  | { readonly type: 'date'; readonly field: string; readonly interval: Interval; readonly timeZone: string }
  /** Bounds 0.5 and 1 give the buckets `*..0.5`, `0.5..1` and `1..*`, each with its lower bound. */
  | { readonly type: 'range'; readonly field: string; readonly bounds: readonly number[] };

export type Metric =
  /** Distinct authors. */
  | { readonly type: 'people' }
  | { readonly type: 'avg' | 'min' | 'max' | 'sum'; readonly field: string }
  | { readonly type: 'percentiles'; readonly field: string; readonly percents: readonly number[] };

export interface AggregatePlan {
  /** Outermost first; none gives one bucket. */
  readonly by: readonly GroupBy[];
  readonly metrics: readonly Metric[];
}

export interface Bucket {
  /** Term, start of the period (ISO 8601 UTC), or range; absent on the root. */
  readonly key?: string | number | boolean;
  /** Messages. */
  readonly count: number;
  /** By `type`, or `type:field`; null where no document carries the field. */
  readonly metrics: Readonly<Record<string, number | null | Readonly<Record<string, number>>>>;
  /** Opens exactly the rows that were counted. */
  readonly query: Query;
  readonly buckets?: readonly Bucket[];
  /** Terms beyond `size`: the sum of their messages. A message with two such terms counts twice. */
  readonly otherCount?: number;
  /** Counts are estimates. */
  readonly approximate?: boolean;
}

export interface SchemaReport {
  readonly created: readonly string[];
  readonly drift: readonly string[];
}

/** Versioned upsert, tombstone, search, aggregate, scan. */
export interface Index {
  /** One outcome for each operation, in order. Later operations on an id count after earlier ones. */
  write(operations: readonly Versioned[]): Promise<readonly ItemOutcome[]>;
  get(id: string): Promise<FeedbackDocument | null>;
  /** @throws BadCursor when the cursor is not from a page of the same query and order */
  search(query: Query, page: Page): Promise<SearchPage>;
  /**
   * Date buckets run without gaps from the first to the last that has messages. Groups of fields in one nested object speak of the same
   * element.
   * @throws TooManyBuckets, RangeError for an unknown time zone
   */
  aggregate(query: Query, plan: AggregatePlan): Promise<Bucket>;
  /** Every document of the query at one point in time, newest first, in bounded memory. */
  scan(query: Query): AsyncIterable<FeedbackDocument>;
  apply(): Promise<SchemaReport>;
  close(): Promise<void>;
}

/** How text becomes words; the same on both sides of a search. Given to the adapter, so that both modes segment alike. */
export interface QueryAnalyser {
  /** Words for the `tokens` field, in order. */
  words(text: string): readonly string[];
  /** Folds width, case and traditional characters for exact phrases. As long as `text`, so that offsets hold in both. */
  fold(text: string): string;
}
