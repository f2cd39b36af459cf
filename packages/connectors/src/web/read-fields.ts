import { channels, fault, type Channel, type Fault, type FaultCode, type RawRating } from '@earshot/model';
import { limits } from '../limits.ts';
import { fitsId, flagText, type Draft } from '../reading/compose-record.ts';
import { isObject } from '../reading/read-json.ts';
import { readTime } from '../reading/read-time.ts';
import type { WebField } from './fields.ts';

/** A value and the name it came under. */
export interface Cell {
  readonly key: string;
  readonly value: unknown;
}

export interface Reading {
  readonly draft: Omit<Draft, 'sourceId'> & { sourceId?: string };
  readonly labels: Map<string, string>;
  /** Path of the item, `/3` or `row 17` or empty. */
  readonly at: string;
  /** Files and plain forms: what does not fit is kept as a label or flagged. JSON of the API: it is refused. */
  readonly lenient: boolean;
}

type Reader = (cell: Cell, reading: Reading) => Fault | null;

/** JSON Pointer (RFC 6901) of a field, or `row 17: 评分` for files. */
export const pathOf = (at: string, key: string): string =>
  at.startsWith('row ') ? `${at}: ${key}` : `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

const refuse = (code: FaultCode, cell: Cell, reading: Reading, detail: string): Fault =>
  fault(code, { path: pathOf(reading.at, cell.key), detail });

const wrongType = (cell: Cell, reading: Reading, detail: string): Fault => refuse('err:intake:client:wrong-type', cell, reading, detail);

const keepAside = (code: FaultCode, cell: Cell, reading: Reading, detail: string): Fault | null => {
  if (!reading.lenient) return refuse(code, cell, reading, detail);
  if (typeof cell.value === 'string') reading.labels.set(cell.key, cell.value.slice(0, limits.labelChars));
  reading.draft.faults.push(refuse(code, cell, reading, detail));
  return null;
};

const textReader =
  (max: number, store: (reading: Reading, text: string) => void): Reader =>
  (cell, reading) => {
    const { value } = cell;
    if (typeof value !== 'string') return wrongType(cell, reading, 'expected a string');
    if (value.length > max) return refuse('err:intake:client:too-large', cell, reading, `limit ${max} characters`);
    flagText(value, pathOf(reading.at, cell.key), reading.draft.faults);
    store(reading, value);
    return null;
  };

const idReader =
  (store: (reading: Reading, id: string) => void): Reader =>
  (cell, reading) => {
    const { value } = cell;
    if (typeof value !== 'string' && typeof value !== 'number') return wrongType(cell, reading, 'expected a string or an integer');
    if (typeof value === 'number' && !Number.isSafeInteger(value))
      return refuse('err:intake:client:out-of-range', cell, reading, 'no integer');
    const id = String(value).trim();
    if (!fitsId(id))
      return id === '' ? null : refuse('err:intake:client:out-of-range', cell, reading, `limit ${limits.idChars} characters`);
    store(reading, id);
    return null;
  };

const plainNumber = /^[+-]?\d{1,15}(?:\.\d{1,15})?$/;

const readEvaluation: Reader = (cell, reading) => {
  const { value } = cell;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return refuse('err:intake:client:out-of-range', cell, reading, 'not a finite number');
    reading.draft.rating = { ...reading.draft.rating, value };
    return null;
  }
  if (typeof value !== 'string') return wrongType(cell, reading, 'expected a number or a string');
  const text = value.trim();
  if (text.length > 200) return keepAside('err:intake:client:out-of-range', cell, reading, 'limit 200 characters');
  if (text !== '') reading.draft.rating = { ...reading.draft.rating, value: plainNumber.test(text) ? Number(text) : text };
  return null;
};

const scaleKinds = new Map<string, Partial<RawRating>>([
  ['nps', { min: 0, max: 10, kind: 'nps' }],
  ['csat', { min: 1, max: 5, kind: 'csat' }],
  ['ces', { min: 1, max: 7, kind: 'ces' }],
  ['thumb', { min: 0, max: 1, kind: 'thumb' }],
  ['thumbs', { min: 0, max: 1, kind: 'thumb' }],
  ['stars', { min: 1, max: 5, kind: 'stars' }],
  ['label', { kind: 'label' }],
]);

const scaleOf = (value: unknown): Partial<RawRating> | null => {
  if (typeof value === 'number') return value > 1 && Number.isFinite(value) ? { min: value > 10 ? 0 : 1, max: value } : null;
  if (typeof value === 'string') {
    const range = /^\s*(-?\d{1,6}(?:\.\d+)?)\s*(?:-|–|~|～|至|to|\.\.)\s*(-?\d{1,6}(?:\.\d+)?)\s*$/.exec(value);
    if (range !== null && Number(range[1]) < Number(range[2])) return { min: Number(range[1]), max: Number(range[2]) };
    return plainNumber.test(value.trim()) ? scaleOf(Number(value)) : (scaleKinds.get(value.trim().toLowerCase()) ?? null);
  }
  if (!isObject(value)) return null;
  const { min, max, kind } = value;
  const named = typeof kind === 'string' ? scaleKinds.get(kind) : {};
  if (named === undefined || (kind !== undefined && typeof kind !== 'string')) return null;
  if (min === undefined && max === undefined) return named;
  return typeof min === 'number' && typeof max === 'number' && min < max ? { ...named, min, max } : null;
};

const readScale: Reader = (cell, reading) => {
  const scale = scaleOf(cell.value);
  if (scale === null) {
    return typeof cell.value === 'boolean' || Array.isArray(cell.value)
      ? wrongType(cell, reading, 'expected a number, a name, "1-5" or {min, max, kind}')
      : keepAside('err:intake:client:out-of-range', cell, reading, 'a number above 1, "1-5", {min, max} or nps, csat, ces, stars, thumb');
  }
  reading.draft.rating = { value: '', ...reading.draft.rating, ...scale };
  return null;
};

const readTimeField: Reader = (cell, reading) => {
  const { value } = cell;
  if (typeof value !== 'string' && typeof value !== 'number') return wrongType(cell, reading, 'expected an ISO 8601 string');
  if (value === '') return null;
  const time = readTime(value);
  if (time === null)
    return keepAside('err:intake:client:out-of-range', cell, reading, 'expected ISO 8601, such as 2026-03-01T15:04:05+08:00');
  reading.draft.occurredAt = time;
  return null;
};

const readAuthor: Reader = (cell, reading) => {
  const { value } = cell;
  if (typeof value === 'string') {
    if (value !== '') reading.draft.author = { ...reading.draft.author, name: value.slice(0, limits.idChars) };
    return null;
  }
  if (!isObject(value)) return wrongType(cell, reading, 'expected a string or {id, name, email, phone}');
  for (const [key, part] of Object.entries(value)) {
    const inner = { key: `${cell.key}/${key}`, value: part };
    const reader = authorReaders.get(key);
    if (reader === undefined && !reading.lenient) {
      return fault('err:intake:client:unknown-field', { path: `${pathOf(reading.at, cell.key)}/${key.slice(0, 100)}` });
    }
    const refused = part === null ? null : reader?.(inner, reading);
    if (refused) return { ...refused, path: `${pathOf(reading.at, cell.key)}/${key}` };
  }
  return null;
};

const addressReader = idReader((reading, address) => {
  if (reading.draft.author?.address === undefined) reading.draft.author = { ...reading.draft.author, address };
});
const nameReader = textReader(limits.idChars, (reading, name) => {
  if (name.trim() !== '') reading.draft.author = { ...reading.draft.author, name };
});
const authorReaders: ReadonlyMap<string, Reader> = new Map([
  ['id', addressReader],
  ['email', addressReader],
  ['phone', addressReader],
  ['name', nameReader],
]);

/** Free data: scalars become strings, what is nested has no place here. */
export const addLabel = (key: string, value: unknown, cell: Cell, reading: Reading): Fault | null => {
  if (value === null || value === undefined || value === '') return null;
  const scalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (!scalar && !reading.lenient) return wrongType(cell, reading, 'labels are strings, numbers or booleans');
  const text = scalar ? String(value) : JSON.stringify(value);
  if (reading.labels.size >= limits.labels || text.length > limits.labelChars || key.length > limits.idChars) {
    const over = refuse('err:intake:client:too-large', cell, reading, `limit ${limits.labels} labels of ${limits.labelChars} characters`);
    if (!reading.lenient) return over;
    if (!reading.draft.faults.some(({ code }) => code === over.code)) reading.draft.faults.push(over);
    return null;
  }
  reading.labels.set(key, text);
  return null;
};

const readLabels: Reader = (cell, reading) => {
  if (!isObject(cell.value)) return keepAside('err:intake:client:wrong-type', cell, reading, 'expected an object of strings');
  for (const [key, value] of Object.entries(cell.value)) {
    const refused = addLabel(key, value, { key: `${cell.key}/${key}`, value }, reading);
    if (refused !== null) return { ...refused, path: `${pathOf(reading.at, cell.key)}/${key.slice(0, 100)}` };
  }
  return null;
};

const readChannel: Reader = (cell, reading) => {
  if (typeof cell.value !== 'string') return wrongType(cell, reading, 'expected a string');
  const channel = channels.find((name) => name === (cell.value as string).trim().toLowerCase());
  if (channel === undefined) return keepAside('err:intake:client:out-of-range', cell, reading, `one of ${channels.join(', ')}`);
  reading.draft.channel = channel satisfies Channel;
  return null;
};

const readRevision: Reader = (cell, reading) => {
  const value = typeof cell.value === 'string' && /^\d{1,9}$/.test(cell.value) ? Number(cell.value) : cell.value;
  if (typeof value !== 'number') return wrongType(cell, reading, 'expected an integer');
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** 32)
    return refuse('err:intake:client:out-of-range', cell, reading, '0 to 2^32 - 1');
  reading.draft.revision = value;
  return null;
};

const readDeleted: Reader = (cell, reading) => {
  const value = cell.value === 'true' ? true : cell.value === 'false' || cell.value === '' ? false : cell.value;
  if (typeof value !== 'boolean') return wrongType(cell, reading, 'expected true or false');
  reading.draft.deleted = value;
  return null;
};

/** How each field's value is understood. Null and absent are the same and never reach a reader. */
export const readers: Readonly<Record<WebField, Reader>> = {
  feedback: textReader(limits.bodyChars, ({ draft }, content) => {
    draft.body = { format: 'text', content };
  }),
  evaluation: readEvaluation,
  scale: readScale,
  id: idReader(({ draft }, id) => {
    draft.sourceId = id;
  }),
  author: readAuthor,
  name: nameReader,
  email: addressReader,
  phone: addressReader,
  title: textReader(limits.titleChars, ({ draft }, title) => {
    if (title !== '') draft.title = title;
  }),
  occurredAt: readTimeField,
  language: textReader(35, ({ draft }, language) => {
    if (language !== '') draft.language = language;
  }),
  conversation: idReader(({ draft }, conversation) => {
    draft.conversation = conversation;
  }),
  url: textReader(limits.labelChars, ({ draft }, url) => {
    if (url !== '') draft.url = url;
  }),
  channel: readChannel,
  revision: readRevision,
  deleted: readDeleted,
  labels: readLabels,
};
