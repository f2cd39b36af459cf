import { fault } from '@earshot/model';
import type { ParsedItem, ReceiptMeta, Sample } from '../connector.ts';
import { limits } from '../limits.ts';
import { boundText, composeRecord, fitsId, flagText, type Draft } from '../reading/compose-record.ts';
import { decodeText } from '../reading/decode-text.ts';
import { faultItem, keepOriginal } from '../reading/original.ts';
import { isObject, readJson, splitArray } from '../reading/read-json.ts';
import { readTime } from '../reading/read-time.ts';

export const source = { name: 'template', channel: 'web' } as const;

export const detect = ({ text }: Sample): string | null => (/^\s*\[\s*\{\s*"id"\s*:[^{}]*"at"\s*:/.test(text) ? 'notes' : null);

const readNote = (text: string, meta: ReceiptMeta, index: number): ParsedItem => {
  const at = `/${index}`;
  const bytes = Buffer.from(text);
  const read = readJson(text, at);
  if (read.tag === 'fault') return faultItem(at, read.fault, bytes);
  const note = isObject(read.value) ? read.value : {};
  const { id } = note;
  if (typeof id !== 'string' || !fitsId(id)) return faultItem(at, fault('err:intake:client:missing-field', { path: `${at}/id` }), bytes);
  if (typeof note['text'] !== 'string') return faultItem(at, fault('err:intake:client:wrong-type', { path: `${at}/text` }), bytes);
  const draft: Draft = { sourceId: id, faults: [] };
  flagText(note['text'], `${at}/text`, draft.faults);
  draft.body = { format: 'text', content: boundText(note['text'], limits.bodyChars, `${at}/text`, draft.faults) };
  const time = typeof note['at'] === 'string' ? readTime(note['at']) : null;
  if (time !== null) draft.occurredAt = time;
  const { payload, blobs } = keepOriginal(bytes, 'application/json');
  draft.payload = payload;
  return { tag: 'item', path: at, record: composeRecord(source, meta, index + 1, draft), blobs };
};

/** Pure and bounded: content never makes it throw; a bad item is its own fault. */
export const parse = (payload: Uint8Array, meta: ReceiptMeta): readonly ParsedItem[] => {
  if (meta.format !== undefined && meta.format !== 'notes') {
    return [faultItem('', fault('err:intake:client:unknown-format', { detail: meta.format }), payload)];
  }
  const decoded = decodeText(payload);
  if (decoded.tag === 'invalid') return [faultItem('', fault('err:intake:client:invalid-encoding'), payload)];
  const split = splitArray(decoded.text);
  if (split === null) return [faultItem('', fault('err:intake:client:malformed-json', { detail: 'expected an array' }), payload)];
  return split.tag === 'fault' ? [faultItem('', split.fault, payload)] : split.texts.map((text, index) => readNote(text, meta, index));
};
