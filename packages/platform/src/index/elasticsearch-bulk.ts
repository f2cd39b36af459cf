import { IndexOutage } from './elasticsearch-faults.ts';
import { errorTypeOf, type Server } from './elasticsearch-server.ts';

export type Refresh = 'wait_for' | boolean;

/** One document of a bulk, tombstones too. */
export interface Line {
  readonly index: string;
  readonly id: string;
  readonly version: number;
  /** external: strictly newer. external_gte: newer or the same. */
  readonly rule: 'external' | 'external_gte';
  /** JSON. */
  readonly source: string;
  /** The index must be an alias: a month is never made by writing to it. */
  readonly alias: boolean;
}

export interface LineAnswer {
  readonly status: number;
  readonly type?: string;
  /** Field that could not be read, where the server names one. */
  readonly field?: string;
}

const bytesPerRequest = 8 * 1024 * 1024;
const linesPerRequest = 5000;

const written = ({ index, id, version, rule, source, alias }: Line): string =>
  `{"index":{"_index":${JSON.stringify(index)},"_id":${JSON.stringify(id)},"version":${version},"version_type":"${rule}"${
    alias ? ',"require_alias":true' : ''
  }}}\n${source}\n`;

const namedField = /field \[([\w.@-]{1,80})\]/;

const answerOf = (item: unknown): LineAnswer => {
  const found = typeof item === 'object' && item !== null ? (Object.values(item)[0] as unknown) : undefined;
  const { status, error } = (found ?? {}) as { status?: unknown; error?: { type?: unknown; reason?: unknown } };
  if (typeof status !== 'number') throw new IndexOutage('an item of a bulk answer has no status');
  if (error === undefined) return { status };
  const field = typeof error.reason === 'string' ? namedField.exec(error.reason)?.[1] : undefined;
  return { status, type: String(error.type), ...(field === undefined ? {} : { field }) };
};

const sendSome = async (server: Server, lines: readonly string[], refresh: Refresh): Promise<readonly LineAnswer[]> => {
  const { status, body } = await server.call({
    method: 'POST',
    path: '/_bulk',
    query: { refresh: `${refresh}`, filter_path: 'items.*.status,items.*.error.type,items.*.error.reason' },
    lines: lines.join(''),
  });
  if (status === 200) {
    const items = (body as { items?: unknown } | null)?.items;
    if (!Array.isArray(items) || items.length !== lines.length)
      throw new IndexOutage('a bulk answer does not have as many items as the bulk');
    return items.map(answerOf);
  }
  // Too large, or one line that spoils the request: the halves tell which.
  if ((status === 413 || status === 400) && lines.length > 1) {
    const middle = lines.length >> 1;
    return [...(await sendSome(server, lines.slice(0, middle), refresh)), ...(await sendSome(server, lines.slice(middle), refresh))];
  }
  const type = errorTypeOf(body);
  return lines.map(() => (type === undefined ? { status } : { status, type }));
};

/** One answer for each line, in order. @throws IndexOutage when it is not known what was written */
export const sendBulk = async (server: Server, lines: readonly Line[], refresh: Refresh): Promise<readonly LineAnswer[]> => {
  const answers: LineAnswer[] = [];
  let some: string[] = [];
  let bytes = 0;
  for (const line of lines) {
    const text = written(line);
    if (some.length > 0 && (bytes + text.length > bytesPerRequest || some.length >= linesPerRequest)) {
      answers.push(...(await sendSome(server, some, refresh)));
      some = [];
      bytes = 0;
    }
    some.push(text);
    bytes += text.length;
  }
  if (some.length > 0) answers.push(...(await sendSome(server, some, refresh)));
  return answers;
};
