import { isUtf8 } from 'node:buffer';
import type { Fault, RawRecord } from '@earshot/model';
import type { ParsedItem } from '../connector.ts';
import { limits } from '../limits.ts';
import { asBuffer, sha256 } from './bytes.ts';

export interface Original {
  readonly payload: NonNullable<RawRecord['payload']>;
  readonly blobs: readonly Uint8Array[];
}

/** The bytes as received: inside the record where they are short UTF-8, else a blob. */
export const keepOriginal = (bytes: Uint8Array, contentType: string): Original =>
  bytes.length <= limits.inlinePayloadBytes && isUtf8(bytes)
    ? { payload: { contentType, bytes: bytes.length, text: asBuffer(bytes).toString('utf8') }, blobs: [] }
    : { payload: { contentType, bytes: bytes.length, blob: sha256(bytes) }, blobs: [bytes] };

/** A faulty item with its bytes: nothing that came in is lost. */
export const faultItem = (path: string, fault: Fault, bytes: Uint8Array): ParsedItem =>
  bytes.length <= limits.itemBytes && isUtf8(bytes)
    ? { tag: 'fault', path, fault, original: asBuffer(bytes).toString('utf8') }
    : { tag: 'fault', path, fault, blobs: [bytes] };
