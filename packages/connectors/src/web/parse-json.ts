import { fault, type Fault } from '@earshot/model';
import type { Frame, ParsedItem, ReceiptMeta, Sequence } from '../connector.ts';
import { limits } from '../limits.ts';
import { declaredCharset, decodeText } from '../reading/decode-text.ts';
import { faultItem } from '../reading/original.ts';
import { frameDecoder } from '../reading/read-frames.ts';
import { isObject, readJson, splitArray } from '../reading/read-json.ts';
import { splitLines } from '../reading/split-lines.ts';
import { columnKey, fieldByColumn, fieldByName } from './fields.ts';
import { readItem, type NamedCell, type Place } from './read-item.ts';

function* namedCells(value: Readonly<Record<string, unknown>>, lenient: boolean): Generator<NamedCell> {
  for (const [key, part] of Object.entries(value)) {
    const field = fieldByName.get(key) ?? (lenient ? fieldByColumn.get(columnKey(key)) : undefined);
    yield [field ?? null, { key, value: part }];
  }
}

const readValue = (text: string, meta: ReceiptMeta, place: Place): ParsedItem => {
  const read = readJson(text, place.at === '' ? undefined : place.at);
  if (read.tag === 'fault') return faultItem(place.at, read.fault, place.bytes);
  if (!isObject(read.value)) {
    const wrong = fault('err:intake:client:wrong-type', { path: place.at, detail: 'expected an object {feedback, evaluation, …}' });
    return faultItem(place.at, wrong, place.bytes);
  }
  return readItem(namedCells(read.value, place.lenient), meta, place);
};

const notText = (): Fault => fault('err:intake:client:invalid-encoding', { detail: 'neither UTF-8 nor the declared charset' });

/** One JSON object, or an array of them; a broken element spoils no other. */
export const parseJson = (payload: Uint8Array, meta: ReceiptMeta, lenient: boolean): readonly ParsedItem[] => {
  const decoded = decodeText(payload, declaredCharset(meta.contentType));
  if (decoded.tag === 'invalid') return [faultItem('', notText(), payload)];
  const contentType = 'application/json';
  const split = splitArray(decoded.text);
  if (split === null) return [readValue(decoded.text, meta, { at: '', number: 0, bytes: payload, contentType, lenient })];
  if (split.tag === 'fault') return [faultItem('', split.fault, payload)];
  if (split.texts.length === 0) return [faultItem('', fault('err:intake:client:empty-body', { detail: 'an empty array' }), payload)];
  return split.texts.map((text, index) => {
    const place: Place = { at: `/${index}`, number: index + 1, bytes: Buffer.from(text), contentType, lenient };
    if (place.bytes.length <= limits.itemBytes) return readValue(text, meta, place);
    const tooLarge = fault('err:intake:client:too-large', { path: place.at, detail: `limit ${limits.itemBytes} bytes` });
    return faultItem(place.at, tooLarge, place.bytes);
  });
};

/** NDJSON: one JSON object a line. */
export const ndjson = {
  split: () => splitLines(),
  open: (meta: ReceiptMeta, sample: Uint8Array) => {
    const decode = frameDecoder(declaredCharset(meta.contentType), sample);
    return (frame: Frame, wanted: boolean): readonly ParsedItem[] => {
      if (!wanted) return [];
      const at = `row ${frame.row}`;
      if (frame.broken !== undefined) return [faultItem(at, frame.broken, frame.bytes)];
      const text = decode(frame.bytes);
      if (text === null) return [faultItem(at, { ...notText(), path: at }, frame.bytes)];
      const place: Place = { at, number: frame.number, bytes: frame.bytes, contentType: 'application/x-ndjson', lenient: false };
      return [readValue(text, meta, place)];
    };
  },
} as const satisfies Sequence;
