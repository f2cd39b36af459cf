import { fault } from '@earshot/model';
import type { ParsedItem, ReceiptMeta } from '../connector.ts';
import { limits } from '../limits.ts';
import { declaredCharset, decodeText } from '../reading/decode-text.ts';
import { faultItem } from '../reading/original.ts';
import { readFrames } from '../reading/read-frames.ts';
import { sampleOf } from '../reading/sample.ts';
import { composeCall, type Call } from './compose-call.ts';
import type { CueFile } from './cue.ts';
import { cueTurns } from './cue-turns.ts';
import { detect } from './detect.ts';
import { ndjson, parseJson } from './parse-json.ts';
import { readPlain } from './read-plain.ts';
import { readSbv, readSrt } from './read-srt.ts';
import { readVtt } from './read-vtt.ts';

const contentTypes: Readonly<Record<string, string>> = {
  vtt: 'text/vtt',
  srt: 'application/x-subrip',
  sbv: 'text/plain',
  text: 'text/plain',
};

const callOf = (file: CueFile): Call => ({ turns: cueTurns(file.cues), faults: file.faults, fields: {} });

const readCall = (text: string, format: string): Call => {
  switch (format) {
    case 'vtt': {
      const file = readVtt(text);
      if (file !== null) return callOf(file);
      return {
        turns: [],
        faults: [fault('err:intake:client:malformed-markup', { path: 'row 1', detail: 'no WEBVTT signature' })],
        fields: {},
      };
    }
    case 'srt':
      return callOf(readSrt(text));
    case 'sbv':
      return callOf(readSbv(text));
    default: {
      const turns = readPlain(text);
      const faults = turns.length > 0 ? [] : [fault('err:intake:client:malformed-markup', { detail: 'no speaker leads a line' })];
      return { turns, faults, fields: {} };
    }
  }
};

/** Calls of a transcript file, by `meta.format` or content; one record a call. */
export const parse = (payload: Uint8Array, meta: ReceiptMeta): readonly ParsedItem[] => {
  if (payload.length > limits.payloadBytes) {
    const tooLarge = fault('err:intake:client:too-large', { detail: `limit ${limits.payloadBytes} bytes` });
    return [{ tag: 'fault', path: '', fault: tooLarge, blobs: [payload] }];
  }
  const format = meta.format ?? detect(sampleOf(payload, meta.filename));
  if (format === 'ndjson') return readFrames(ndjson, payload, meta);
  const decoded = decodeText(payload, declaredCharset(meta.contentType));
  if (decoded.tag === 'invalid') return [faultItem('', fault('err:intake:client:invalid-encoding'), payload)];
  if (format === 'json') return parseJson(decoded.text, payload, meta);
  const contentType = format === null ? undefined : contentTypes[format];
  if (format === null || contentType === undefined) {
    return [faultItem('', fault('err:intake:client:unknown-format', format === null ? {} : { detail: format.slice(0, 40) }), payload)];
  }
  return [composeCall(readCall(decoded.text, format), meta, { at: '', number: 0, bytes: payload, contentType, format })];
};
