import { fault, type Fault } from '@earshot/model';
import type { Frame, ParsedItem, ReceiptMeta, Sequence } from '../connector.ts';
import { declaredCharset } from '../reading/decode-text.ts';
import { faultItem } from '../reading/original.ts';
import { frameDecoder } from '../reading/read-frames.ts';
import { isObject, readJson, splitArray } from '../reading/read-json.ts';
import { splitLines } from '../reading/split-lines.ts';
import { composeCall, type CallPlace } from './compose-call.ts';
import { jsonTurns, turnsList } from './json-turns.ts';

const malformedTurns = (at: string, skipped: readonly number[]): Fault[] =>
  skipped.slice(0, 20).map((index) => fault('err:intake:client:wrong-type', { path: `${at}/turns/${index}`, detail: 'no turn' }));

const composeValue = (value: unknown, meta: ReceiptMeta, place: CallPlace): ParsedItem => {
  const list = turnsList(value);
  if (list === null) return faultItem(place.at, fault('err:intake:client:missing-field', { path: `${place.at}/turns` }), place.bytes);
  const { turns, skipped } = jsonTurns(list);
  return composeCall({ turns, faults: malformedTurns(place.at, skipped), fields: isObject(value) ? value : {} }, meta, place);
};

const readCall = (text: string, meta: ReceiptMeta, place: CallPlace): ParsedItem => {
  const read = readJson(text, place.at === '' ? undefined : place.at);
  return read.tag === 'fault' ? faultItem(place.at, read.fault, place.bytes) : composeValue(read.value, meta, place);
};

/** A call `{turns: […]}`, a bare list of turns, or a list of calls. */
export const parseJson = (text: string, bytes: Uint8Array, meta: ReceiptMeta): readonly ParsedItem[] => {
  const place: CallPlace = { at: '', number: 0, bytes, contentType: 'application/json', format: 'json' };
  const split = splitArray(text);
  if (split === null) return [readCall(text, meta, place)];
  if (split.tag === 'fault') return [faultItem('', split.fault, bytes)];
  const first = split.texts[0] === undefined ? null : readJson(split.texts[0]);
  if (first?.tag === 'value' && turnsList([first.value]) !== null) return [readCall(text, meta, place)];
  if (split.texts.length === 0) return [faultItem('', fault('err:intake:client:empty-body'), bytes)];
  return split.texts.map((element, index) =>
    readCall(element, meta, { ...place, at: `/${index}`, number: index + 1, bytes: Buffer.from(element) }),
  );
};

/** NDJSON: one call a line. */
export const ndjson = {
  split: () => splitLines(),
  open: (meta: ReceiptMeta, sample: Uint8Array) => {
    const decode = frameDecoder(declaredCharset(meta.contentType), sample);
    return (frame: Frame, wanted: boolean): readonly ParsedItem[] => {
      if (!wanted) return [];
      const at = `row ${frame.row}`;
      const text = frame.broken === undefined ? decode(frame.bytes) : null;
      if (text === null) {
        return [faultItem(at, frame.broken ?? fault('err:intake:client:invalid-encoding', { path: at }), frame.bytes)];
      }
      const place = { at, number: frame.number, bytes: frame.bytes, contentType: 'application/x-ndjson', format: 'json' };
      return [readCall(text, meta, place)];
    };
  },
} as const satisfies Sequence;
