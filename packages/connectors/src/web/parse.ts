import { fault } from '@earshot/model';
import type { ParsedItem, ReceiptMeta } from '../connector.ts';
import { limits } from '../limits.ts';
import { faultItem } from '../reading/original.ts';
import { readFrames } from '../reading/read-frames.ts';
import { sampleOf } from '../reading/sample.ts';
import { detect } from './detect.ts';
import { csv } from './parse-csv.ts';
import { parseForm } from './parse-form.ts';
import { ndjson, parseJson } from './parse-json.ts';

const formatByType: readonly (readonly [RegExp, string])[] = [
  [/^application\/(?:x-)?(?:ndjson|jsonl|json-lines|json-seq)/i, 'ndjson'],
  [/^(?:application|text)\/(?:[\w.-]+\+)?json/i, 'json'],
  [/^text\/(?:csv|tab-separated-values)|^application\/csv/i, 'csv'],
  [/^application\/x-www-form-urlencoded/i, 'form'],
];

const formatOf = (payload: Uint8Array, meta: ReceiptMeta): string | null => {
  const { contentType, format } = meta;
  if (format !== undefined) return format;
  const typed = contentType === undefined ? undefined : formatByType.find(([type]) => type.test(contentType));
  return typed?.[1] ?? detect(sampleOf(payload, meta.filename));
};

/** Web messages of a payload, by `meta.format`, media type or content. */
export const parse = (payload: Uint8Array, meta: ReceiptMeta): readonly ParsedItem[] => {
  if (payload.length > limits.payloadBytes) {
    return [
      {
        tag: 'fault',
        path: '',
        fault: fault('err:intake:client:too-large', { detail: `limit ${limits.payloadBytes} bytes` }),
        blobs: [payload],
      },
    ];
  }
  const format = formatOf(payload, meta);
  switch (format) {
    case 'json':
    case 'array':
      return parseJson(payload, meta, false);
    case 'json-form':
    case 'multipart':
      return parseJson(payload, meta, true);
    case 'ndjson':
      return readFrames(ndjson, payload, meta);
    case 'csv':
      return readFrames(csv, payload, meta);
    case 'form':
      return parseForm(payload, meta);
    default:
      return [faultItem('', fault('err:intake:client:unknown-format', format === null ? {} : { detail: format.slice(0, 40) }), payload)];
  }
};
