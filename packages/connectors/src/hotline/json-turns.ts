import type { RawTurn } from '@earshot/model';
import { isObject } from '../reading/read-json.ts';
import { roleOfLabel } from './assign-roles.ts';
import { clockMs } from './clock-ms.ts';

const listKeys = ['turns', 'messages', 'dialogue', 'dialog', 'utterances', 'segments', 'transcript', 'conversation', 'entries', 'original'];
const speakerKeys = [
  'speaker',
  'speaker_label',
  'speakerLabel',
  'role',
  'from',
  'sender',
  'participant',
  'participantId',
  'author',
  'name',
  '说话人',
  '角色',
];
const textKeys = ['text', 'content', 'message', 'utterance', 'transcript', 'body', 'sentence', '内容', '文本'];
const startKeys = [
  'startMs',
  'start_ms',
  'startTimeMs',
  'start',
  'startTime',
  'start_time',
  'begin',
  'beginMs',
  'begin_time',
  'offset',
  'time',
  '开始时间',
];
const endKeys = ['endMs', 'end_ms', 'endTimeMs', 'end', 'endTime', 'end_time', 'stop', '结束时间'];

type Row = Readonly<Record<string, unknown>>;

const firstOf = (row: Row, keys: readonly string[]): readonly [string, unknown] | null => {
  const key = keys.find((name) => row[name] !== undefined && row[name] !== null);
  return key === undefined ? null : [key, row[key]];
};

const stringOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return isObject(value) ? stringOf(value['name'] ?? value['role'] ?? value['id'] ?? '') : '';
};

/** Time as found: milliseconds where the name or the notation tells the unit. */
interface Found {
  readonly value: number;
  readonly known: boolean;
}

const timeOf = (row: Row, keys: readonly string[]): Found | null => {
  const found = firstOf(row, keys);
  if (found === null) return null;
  const [key, value] = found;
  if (typeof value === 'string') {
    const iso = /^(?:PT)?(\d+(?:\.\d+)?)s$/i.exec(value.trim());
    const clock = iso === null ? clockMs(value) : Number(iso[1]) * 1000;
    if (clock !== null) return { value: clock, known: true };
    return /^\d+(?:\.\d+)?$/.test(value.trim()) ? { value: Number(value), known: /ms$/i.test(key) } : null;
  }
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? { value, known: /ms$/i.test(key) } : null;
};

const wordsOf = (row: unknown): { row: Row; speaker: string; text: string } | null => {
  if (Array.isArray(row)) {
    const [speaker, text] = row as readonly unknown[];
    return typeof speaker === 'string' && typeof text === 'string' ? { row: {}, speaker, text } : null;
  }
  if (!isObject(row)) return null;
  const text = firstOf(row, textKeys);
  if (text === null || typeof text[1] !== 'string') return null;
  return { row, speaker: stringOf(firstOf(row, speakerKeys)?.[1]), text: text[1] };
};

/**
 * Seconds or milliseconds for bare numbers: fractions are seconds; else the unit in which people speak between half a character and
 * forty characters a second.
 */
const unitOf = (times: readonly Found[], characters: number): number => {
  const bare = times.filter(({ known }) => !known).map(({ value }) => value);
  if (bare.some((value) => !Number.isInteger(value))) return 1000;
  const last = bare.reduce((most, value) => Math.max(most, value), 0);
  return last > 0 && characters / last < 0.5 ? 1 : 1000;
};

export interface JsonTurns {
  readonly turns: RawTurn[];
  /** Places of rows that are no turns. */
  readonly skipped: readonly number[];
}

/** Turns of a list of `{speaker, text, start, end, confidence}` in the namings of many tools, or of `[speaker, text]` pairs. */
export const jsonTurns = (rows: readonly unknown[]): JsonTurns => {
  const skipped: number[] = [];
  const found = rows.flatMap((row, index) => {
    const words = wordsOf(row);
    if (words === null) skipped.push(index);
    return words === null ? [] : [{ ...words, start: timeOf(words.row, startKeys), end: timeOf(words.row, endKeys) }];
  });
  const times = found.flatMap(({ start, end }) => [start, end].filter((time) => time !== null));
  const unit = unitOf(
    times,
    found.reduce((sum, { text }) => sum + text.length, 0),
  );
  const ms = (time: Found): number => Math.min(Math.round(time.known ? time.value : time.value * unit), Number.MAX_SAFE_INTEGER);
  const turns = found.map(({ row, speaker, text, start, end }): RawTurn => {
    const { confidence } = row;
    const turn: RawTurn = { speaker, text };
    if (start !== null) turn.startMs = ms(start);
    if (end !== null) turn.endMs = ms(end);
    const role = typeof row['role'] === 'string' ? roleOfLabel(row['role']) : null;
    if (role !== null) turn.role = role;
    if (typeof confidence === 'number' && confidence >= 0 && confidence <= 1) turn.confidence = confidence;
    return turn;
  });
  return { turns, skipped };
};

/** The list of turns within a call, or null. */
export const turnsList = (value: unknown): readonly unknown[] | null => {
  if (Array.isArray(value)) return value.length > 0 && wordsOf(value[0]) !== null ? (value as readonly unknown[]) : null;
  if (!isObject(value)) return null;
  for (const key of listKeys) {
    const list = value[key];
    if (Array.isArray(list)) return list as readonly unknown[];
  }
  return null;
};
