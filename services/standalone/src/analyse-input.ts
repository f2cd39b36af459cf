import { type Channel, channels, type Fault, fault, type RawRating, type RawRecord, type RawTurn } from '@earshot/model';

/** What `earshot analyse` is given besides its lines. */
export interface AnalyseDefaults {
  /** ISO 8601 UTC, of the whole run. */
  readonly receivedAt: string;
  readonly channel: Channel;
}

export type AnalyseInput = { readonly tag: 'record'; readonly record: RawRecord } | { readonly tag: 'fault'; readonly fault: Fault };

type Line = Readonly<Record<string, unknown>>;

const isLine = (value: unknown): value is Line => typeof value === 'object' && value !== null && !Array.isArray(value);
const isChannel = (value: unknown): value is Channel => channels.some((channel) => channel === value);

const wrong = (path: string, detail: string): AnalyseInput => ({
  tag: 'fault',
  fault: fault('err:intake:client:wrong-type', { path, detail }),
});

/** Optional string fields of a line, by the name of the raw record's. */
const textOf = (line: Line, name: string): string | undefined => {
  const value = line[name];
  return typeof value === 'string' ? value : undefined;
};

const identifier = (line: Line, number: number): string => {
  const { id } = line;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : `line-${number}`;
};

const turnsOf = (value: unknown): RawTurn[] | undefined => {
  if (!Array.isArray(value)) return undefined;
  return value.filter(isLine).flatMap((turn): RawTurn[] => {
    const { text, speaker, role, startMs, endMs, confidence } = turn;
    if (typeof text !== 'string') return [];
    return [
      {
        speaker: typeof speaker === 'string' ? speaker : '',
        text,
        ...(role === 'customer' || role === 'agent' || role === 'system' ? { role } : {}),
        ...(typeof startMs === 'number' ? { startMs: Math.trunc(startMs) } : {}),
        ...(typeof endMs === 'number' ? { endMs: Math.trunc(endMs) } : {}),
        ...(typeof confidence === 'number' && confidence >= 0 && confidence <= 1 ? { confidence } : {}),
      },
    ];
  });
};

const ratingOf = (value: unknown): RawRating | undefined => {
  if (typeof value === 'number' || typeof value === 'string') return { value };
  if (!isLine(value)) return undefined;
  const { value: given, min, max } = value;
  if (typeof given !== 'number' && typeof given !== 'string') return undefined;
  return { value: given, ...(typeof min === 'number' ? { min } : {}), ...(typeof max === 'number' ? { max } : {}) };
};

const authorOf = (value: unknown): RawRecord['author'] => {
  if (typeof value === 'string') return { address: value };
  if (!isLine(value)) return undefined;
  const address = textOf(value, 'address');
  const name = textOf(value, 'name');
  return { ...(address === undefined ? {} : { address }), ...(name === undefined ? {} : { name }) };
};

/** Keeps only what is there: exact optional properties know no undefined. */
const given = <K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [name]: value }) as { [P in K]?: V };

/**
 * One line of `earshot analyse`: `{id, text, channel?, title?, html?, rating?, turns?, author?, occurredAt?, conversation?, language?}`. Other fields
 * are let be, so that rows of any data set can be piped in. The document keeps the given `id`.
 * @param number of the line, from 1
 */
export const analyseInput = (text: string, number: number, defaults: AnalyseDefaults): AnalyseInput => {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (error) {
    return {
      tag: 'fault',
      fault: fault('err:intake:client:malformed-json', { path: `line ${number}`, detail: (error as Error).message.slice(0, 200) }),
    };
  }
  if (!isLine(line)) return wrong(`line ${number}`, 'a line is one JSON object');
  const content = line['text'] ?? line['html'] ?? '';
  if (typeof content !== 'string') return wrong('/text', 'text is a string');
  const { channel = defaults.channel } = line;
  if (!isChannel(channel)) return wrong('/channel', `channel is one of ${channels.join(', ')}`);
  const id = identifier(line, number);
  const turns = turnsOf(line['turns']);
  const format = typeof line['text'] !== 'string' && typeof line['html'] === 'string' ? 'html' : 'text';
  return {
    tag: 'record',
    record: {
      schema: 'raw/1',
      id,
      revision: 0,
      deleted: false,
      channel,
      connector: 'analyse',
      account: 'stdin',
      sourceId: id,
      conversation: textOf(line, 'conversation') ?? id,
      receipt: `line-${number}`,
      receivedAt: defaults.receivedAt,
      ...given('occurredAt', textOf(line, 'occurredAt')),
      ...given('title', textOf(line, 'title')),
      ...(turns === undefined ? { body: { format, content } } : { turns }),
      ...given('rating', ratingOf(line['rating'])),
      ...given('author', authorOf(line['author'])),
      ...given('language', textOf(line, 'language')),
      faults: [],
    },
  };
};
