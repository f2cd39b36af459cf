import { fault } from '@earshot/model';
import type { Frame, ParsedItem, ReceiptMeta, Sequence } from '../connector.ts';
import { limits } from '../limits.ts';
import { declaredCharset, decodeText } from '../reading/decode-text.ts';
import { memberText } from '../reading/member-text.ts';
import { faultItem } from '../reading/original.ts';
import { frameDecoder, readFrames } from '../reading/read-frames.ts';
import { isObject, readJson, splitArray } from '../reading/read-json.ts';
import { sampleOf } from '../reading/sample.ts';
import { splitLines } from '../reading/split-lines.ts';
import { composePost, type PostPlace } from './compose-post.ts';
import { detect } from './detect.ts';
import type { PostRead } from './post.ts';
import { readGeneric } from './read-generic.ts';
import { includesOf, readNotice, readStatus, readTweet, type Includes } from './read-x.ts';

type Json = Readonly<Record<string, unknown>>;

const nothing: Includes = { users: new Map(), tweets: new Map(), labels: {} };

const readPost = (value: Json, includes: Includes | null): PostRead => {
  const notice = readNotice(value);
  if (notice !== null) return notice;
  if (includes !== null || value['edit_history_tweet_ids'] !== undefined) return readTweet(value, includes ?? nothing);
  return value['id_str'] === undefined ? readGeneric(value) : readStatus(value);
};

/** Posts of a list, each with its own text as original. */
const readList = (text: string, base: string, includes: Includes | null, meta: ReceiptMeta): readonly ParsedItem[] => {
  const split = splitArray(text);
  if (split === null) return [];
  if (split.tag === 'fault') return [faultItem(base, split.fault, Buffer.from(text))];
  return split.texts.flatMap((element, index) =>
    readOne(element, includes, meta, { at: `${base}/${index}`, number: index + 1, bytes: Buffer.from(element) }),
  );
};

const readEnvelope = (text: string, value: Json, meta: ReceiptMeta, place: PostPlace): readonly ParsedItem[] => {
  const { data, statuses } = value;
  if (Array.isArray(statuses)) return readList(memberText(text, 'statuses') ?? '[]', `${place.at}/statuses`, null, meta);
  const includes = includesOf(value);
  if (Array.isArray(data)) return readList(memberText(text, 'data') ?? '[]', `${place.at}/data`, includes, meta);
  if (isObject(data)) return composePost(readPost(data, includes), meta, place);
  const isEmptyPage = isObject(value['meta']) && value['meta']['result_count'] === 0;
  return isEmptyPage ? [] : composePost(readPost(value, null), meta, place);
};

const readOne = (text: string, includes: Includes | null, meta: ReceiptMeta, place: PostPlace): readonly ParsedItem[] => {
  if (place.bytes.length > limits.itemBytes && place.at !== '') {
    return [
      faultItem(place.at, fault('err:intake:client:too-large', { path: place.at, detail: `limit ${limits.itemBytes} bytes` }), place.bytes),
    ];
  }
  const read = readJson(text, place.at === '' ? undefined : place.at);
  if (read.tag === 'fault') return [faultItem(place.at, read.fault, place.bytes)];
  const { value } = read;
  if (!isObject(value))
    return [faultItem(place.at, fault('err:intake:client:wrong-type', { path: place.at, detail: 'expected a post' }), place.bytes)];
  return includes === null ? readEnvelope(text, value, meta, place) : composePost(readPost(value, includes), meta, place);
};

/** NDJSON: a post or a stream envelope a line; heartbeats are blank lines. */
export const ndjson = {
  split: () => splitLines(),
  open: (meta: ReceiptMeta, sample: Uint8Array) => {
    const decode = frameDecoder(declaredCharset(meta.contentType), sample);
    return (frame: Frame, wanted: boolean): readonly ParsedItem[] => {
      if (!wanted) return [];
      const at = `row ${frame.row}`;
      const text = frame.broken === undefined ? decode(frame.bytes) : null;
      if (text === null) return [faultItem(at, frame.broken ?? fault('err:intake:client:invalid-encoding', { path: at }), frame.bytes)];
      // A line may itself be a page of posts: its number leads their receipts.
      const items = readOne(text, null, { ...meta, receipt: `${meta.receipt}.${frame.number}` }, { at, number: 0, bytes: frame.bytes });
      return items;
    };
  },
} as const satisfies Sequence;

/** Posts of a payload: X API v2 and v1.1 responses, stream lines, generic posts. */
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
  const format = meta.format ?? detect(sampleOf(payload, meta.filename));
  if (format === 'ndjson') return readFrames(ndjson, payload, meta);
  if (format !== 'x' && format !== 'json') {
    return [faultItem('', fault('err:intake:client:unknown-format', format === null ? {} : { detail: format.slice(0, 40) }), payload)];
  }
  const decoded = decodeText(payload, declaredCharset(meta.contentType));
  if (decoded.tag === 'invalid') return [faultItem('', fault('err:intake:client:invalid-encoding'), payload)];
  const { text } = decoded;
  const split = splitArray(text);
  if (split?.tag === 'fault') return [faultItem('', split.fault, payload)];
  return split === null ? readOne(text, null, meta, { at: '', number: 0, bytes: payload }) : readList(text, '', null, meta);
};
