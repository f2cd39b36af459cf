import type { Channel, Fault, RawAttachment, RawRecord } from '@earshot/model';
import type { z } from 'zod';

/** What is known of a payload besides its bytes. */
export interface ReceiptMeta {
  /** Mailbox, page, form, queue or line it came in by. */
  readonly account: string;
  /** ISO 8601 UTC with milliseconds. */
  readonly receivedAt: string;
  /** Prefix of the receipts given to the items: the item's number is appended. */
  readonly receipt: string;
  /** Media type as declared, where one was. */
  readonly contentType?: string;
  /** Format by name, such as srt; overrides detection. */
  readonly format?: string;
  /** Name of the file, for detection and for ids of items that have none. */
  readonly filename?: string;
  /** Files of a multipart form, already kept as blobs by whoever split the form. */
  readonly attachments?: readonly RawAttachment[];
}

/** One message of a payload, or why there is none. `path` tells where in the payload it stood, such as `/3` or `row 17`. */
export type ParsedItem =
  | {
      readonly tag: 'item';
      readonly path: string;
      readonly record: RawRecord;
      /** Contents that the record names by hash (attachments, an original too large or not UTF-8): to be stored before the append. */
      readonly blobs?: readonly Uint8Array[];
    }
  | {
      readonly tag: 'fault';
      readonly path: string;
      readonly fault: Fault;
      /** The bytes as received where they are UTF-8 text; else `blobs` holds them. */
      readonly original?: string;
      readonly blobs?: readonly Uint8Array[];
    };

/** What a connector promises; printed in its docs page. */
export interface Guarantees {
  /** The source names its messages: a second delivery is recognised. Without, the id is the hash of the content and its place. */
  readonly stableIds: boolean;
  readonly edits: boolean;
  readonly deletes: boolean;
}

/** The one description of a connector: config parsing, defaults, docs page, `--help` and metric labels follow from it. */
export interface ConnectorSpec<Config> {
  /** Folder name, metric label, first part of every id. */
  readonly name: string;
  readonly channel: Channel;
  readonly summary: string;
  /** Formats of its payloads that `parse` reads; the first is the default. */
  readonly formats: readonly string[];
  readonly config: z.ZodType<Config>;
  readonly guarantees: Guarantees;
  /** Config keys that hold secrets: only by environment or file reference, never printed. */
  readonly secrets: readonly string[];
}

/** The beginning of a payload, for telling its format. */
export interface Sample {
  /** First 64 KiB, decoded. */
  readonly text: string;
  /** Lower case; empty where unknown. */
  readonly filename: string;
}

/** The bytes of one message within a sequence of them. */
export interface Frame {
  readonly bytes: Uint8Array;
  /** Byte offset behind the message in the whole sequence. */
  readonly end: number;
  /** Message from 1. */
  readonly number: number;
  /** Line on which it starts, from 1. */
  readonly row: number;
  /** It could not be cut out whole; `bytes` is what there is of it. */
  readonly broken?: Fault;
}

/** Cuts a stream into messages, in memory bounded by the size of one. */
export interface Splitter {
  push(chunk: Uint8Array): readonly Frame[];
  /** What is left when the stream has ended. */
  flush(): readonly Frame[];
}

/** A format that is a sequence of messages: files of any size are read in constant memory, and reading resumes at any `Frame.end`. */
export interface Sequence {
  split(): Splitter;
  /**
   * Reads frames in order, from the first on. `wanted` false: only remember what later frames need, such as the header row.
   * @param sample first bytes of the sequence, for telling the charset
   */
  open(meta: ReceiptMeta, sample: Uint8Array): (frame: Frame, wanted: boolean) => readonly ParsedItem[] | Promise<readonly ParsedItem[]>;
}

/** Every connector: bytes to records, pure and bounded; content never makes it throw. */
export interface Connector<Config = unknown> {
  readonly spec: ConnectorSpec<Config>;
  /** Format of the payload, or null where it is none of this connector's. */
  detect(sample: Sample): string | null;
  parse(payload: Uint8Array, meta: ReceiptMeta): readonly ParsedItem[] | Promise<readonly ParsedItem[]>;
  /** By format. */
  readonly sequences?: Readonly<Record<string, Sequence>>;
}

export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** When it came, milliseconds since the Unix epoch. */
  readonly at: number;
}

export type Verdict = { readonly tag: 'genuine' } | { readonly tag: 'refused'; readonly fault: Fault };

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A source that calls us. */
export interface PushConnector<Config = unknown> extends Connector<Config> {
  verify(request: SignedRequest, config: Config): Verdict;
  /** Answer once the records are durable, in the words that the source expects. */
  reply(request: SignedRequest, config: Config): HttpReply;
}

/** Where a source was read up to; opaque to everybody but its connector. */
export type Cursor = string;

/** A payload, and the cursor that is right once its records are durable. */
export interface Pulled {
  readonly payload: Uint8Array;
  readonly meta: Partial<ReceiptMeta>;
  readonly cursor: Cursor;
}

/** The only way out for a pull connector: bounded, SSRF-safe, cancellable. */
export interface ConnectorIo {
  fetch(
    url: string,
    init: { readonly headers?: Readonly<Record<string, string>>; readonly maxBytes: number; readonly timeoutMs: number },
  ): Promise<{ readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array }>;
  readonly signal: AbortSignal;
}

/** A source that we call. */
export interface PullConnector<Config = unknown> extends Connector<Config> {
  poll(cursor: Cursor | null, config: Config, io: ConnectorIo): AsyncIterable<Pulled>;
}
