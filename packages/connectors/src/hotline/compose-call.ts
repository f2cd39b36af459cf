import { fault, type Fault, type RawRecord, type RawTurn } from '@earshot/model';
import type { ParsedItem, ReceiptMeta } from '../connector.ts';
import { limits } from '../limits.ts';
import { sha256 } from '../reading/bytes.ts';
import { boundText, composeRecord, fitsId, flagText, type Draft } from '../reading/compose-record.ts';
import { faultItem, keepOriginal } from '../reading/original.ts';
import { readTime } from '../reading/read-time.ts';
import { assignRoles } from './assign-roles.ts';

export const source = { name: 'hotline', channel: 'hotline' } as const;

/** What a format's reader found of one call. */
export interface Call {
  readonly turns: readonly RawTurn[];
  readonly faults: readonly Fault[];
  /** Fields beside the turns, of JSON transcripts. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface CallPlace {
  readonly at: string;
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly format: string;
}

const idKeys = [
  'id',
  'callId',
  'call_id',
  'conversationId',
  'conversation_id',
  'dialogue_id',
  'convo_id',
  'sessionId',
  '通话编号',
  '会话编号',
];
const timeKeys = ['startedAt', 'started_at', 'occurredAt', 'timestamp', 'date', 'createdAt', '通话时间'];
const ratingKeys = ['rating', 'satisfaction', 'csat', 'score', '满意度', '评分'];
const callerKeys = ['caller', 'phone', 'callerNumber', 'from', '来电号码'];

const scalarOf = (fields: Readonly<Record<string, unknown>>, keys: readonly string[]): string | number | undefined => {
  for (const key of keys) {
    const value = fields[key];
    if ((typeof value === 'string' && value.trim() !== '') || (typeof value === 'number' && Number.isFinite(value))) return value;
  }
  return undefined;
};

/** Turns within their bounds; what lies beyond is flagged and stays in the original. */
const boundTurns = (turns: readonly RawTurn[], at: string, faults: Fault[]): RawTurn[] => {
  const kept: RawTurn[] = [];
  let bytes = 0;
  for (const turn of turns) {
    bytes += turn.text.length * 3 + turn.speaker.length * 3 + 80;
    if (kept.length >= limits.turns || bytes > limits.turnsBytes) {
      const detail = `${kept.length} of ${turns.length} turns are kept; the original is whole`;
      faults.push(fault('err:intake:client:too-large', { path: `${at}/turns/${kept.length}`, detail }));
      break;
    }
    const speaker = turn.speaker.slice(0, limits.idChars);
    kept.push({ ...turn, speaker });
  }
  return kept;
};

/** Length of a call, milliseconds, where its turns tell. */
export const durationOf = (turns: readonly RawTurn[]): number | null => {
  let last: number | null = null;
  for (const { startMs, endMs } of turns) {
    const end = endMs ?? startMs;
    if (end !== undefined && (last === null || end > last)) last = end;
  }
  return last;
};

const knownKeys = new Set([...idKeys, ...timeKeys, ...ratingKeys, ...callerKeys, 'language', 'title', 'url', 'format', 'durationMs']);

/** Other scalars beside the turns, such as the queue or the agent's number. */
const freeLabels = (fields: Readonly<Record<string, unknown>>): [string, string][] =>
  Object.entries(fields)
    .filter(([key, value]) => !knownKeys.has(key) && ['string', 'number', 'boolean'].includes(typeof value) && key.length <= limits.idChars)
    .slice(0, limits.labels - 2)
    .map(([key, value]): [string, string] => [key, String(value)])
    .filter(([, value]) => value !== '' && value.length <= limits.labelChars);

const addFields = (draft: Draft, fields: Readonly<Record<string, unknown>>): void => {
  const rating = scalarOf(fields, ratingKeys);
  if (rating !== undefined && String(rating).length <= 200) draft.rating = { value: rating };
  const started = scalarOf(fields, timeKeys);
  const occurredAt = started === undefined ? null : readTime(started);
  if (occurredAt !== null) draft.occurredAt = occurredAt;
  const caller = scalarOf(fields, callerKeys);
  if (caller !== undefined && fitsId(String(caller))) draft.author = { address: String(caller), role: 'customer' };
  const { language, title, url } = fields;
  if (typeof language === 'string' && language.length <= 35 && language !== '') draft.language = language;
  if (typeof title === 'string' && title !== '') draft.title = boundText(title, limits.titleChars, '/title', draft.faults);
  if (typeof url === 'string' && url !== '') draft.url = url.slice(0, limits.labelChars);
};

const composeDraft = (call: Call, place: CallPlace, turns: RawTurn[], faults: Fault[]): Draft => {
  const given = scalarOf(call.fields, idKeys);
  const id = given === undefined ? '' : String(given);
  // The same transcript handed in twice is the same call.
  const draft: Draft = { sourceId: fitsId(id) ? id : `sha256:${sha256(place.bytes)}`, faults, turns: assignRoles(turns) };
  const duration = durationOf(turns);
  const told = duration === null ? { format: place.format } : { format: place.format, durationMs: String(duration) };
  draft.labels = { ...Object.fromEntries(freeLabels(call.fields)), ...told };
  addFields(draft, call.fields);
  return draft;
};

/** One call as one record. */
export const composeCall = (call: Call, meta: ReceiptMeta, place: CallPlace): ParsedItem => {
  const faults = [...call.faults];
  const turns = boundTurns(call.turns, place.at, faults);
  if (turns.length === 0) {
    const reason = faults[0] ?? fault('err:intake:client:empty-body', { detail: `no turn in ${place.format}` });
    return faultItem(place.at, place.at === '' ? reason : { ...reason, path: place.at }, place.bytes);
  }
  turns.forEach(({ text }, index) => flagText(text, `${place.at}/turns/${index}/text`, faults));
  const { payload, blobs } = keepOriginal(place.bytes, place.contentType);
  const record: RawRecord = composeRecord(source, meta, place.number, composeDraft(call, place, turns, faults.slice(0, 50)));
  record.payload = payload;
  return blobs.length === 0 ? { tag: 'item', path: place.at, record } : { tag: 'item', path: place.at, record, blobs };
};
