import { encodeRaw, inMemoryMemory, type LogRecord, type NewRecord, runHopSync } from '@earshot/engine';
import type { RawRecord } from '@earshot/model';
import { analyseHop, cleanHop, normaliseHop } from '../pipeline.ts';
import { encodeAnalysed, encodeCleaned, encodeNormalised } from '../topic-codecs.ts';

const context = { now: Date.parse('2026-11-24T08:00:00.000Z'), settings: { pseudonymKey: 'golden', homeOffset: '+08:00' } };

/** Every field that a connector can fill in, at least once. */
export const goldenRaws: readonly RawRecord[] = [
  {
    schema: 'raw/1',
    id: 'fb_golden_mail',
    revision: 2,
    deleted: false,
    channel: 'email',
    connector: 'email',
    account: 'support@shop.example',
    sourceId: '<1@mail.example>',
    url: 'https://mail.example/1',
    conversation: 'cv_golden',
    position: 1,
    receipt: 'rc_golden',
    receivedAt: '2026-11-24T07:59:00.000Z',
    occurredAt: '2026-11-24T15:58:00+08:00',
    kind: 'feedback',
    author: { address: 'wang@example.com', name: '王伟', role: 'customer' },
    title: '快递太慢',
    body: { format: 'html', content: '<p>快递太慢了，三天还没到，请回电 13812345678。</p><p>The parcel is late, call me today.</p>' },
    rating: { value: '★★☆☆☆', min: 1, max: 5, kind: 'stars' },
    language: 'zh-Hans',
    thread: { messageId: '<1@mail.example>', inReplyTo: '<0@mail.example>', references: ['<0@mail.example>'] },
    headers: { 'auto-submitted': 'no' },
    labels: { order: 'A-1' },
    attachments: [{ filename: '照片.jpg', contentType: 'image/jpeg', bytes: 10, sha256: 'a'.repeat(64) }],
    payload: { contentType: 'message/rfc822', bytes: 10, text: 'x' },
    faults: [{ code: 'err:intake:client:unknown-format', path: '/1', detail: 'golden' }],
  },
  {
    schema: 'raw/1',
    id: 'fb_golden_call',
    revision: 0,
    deleted: false,
    channel: 'hotline',
    connector: 'hotline',
    account: '400-800',
    sourceId: 'call-1',
    conversation: 'fb_golden_call',
    receipt: 'rc_golden_2',
    receivedAt: '2026-11-24T07:59:00.000Z',
    turns: [
      { speaker: '客服', role: 'agent', startMs: 0, endMs: 900, text: '您好，请讲。', confidence: 0.9 },
      { speaker: '客户', role: 'customer', startMs: 900, endMs: 4000, text: '退款一直没到账，我要投诉到12315。', confidence: 0.8 },
    ],
    faults: [],
  },
  {
    schema: 'raw/1',
    id: 'fb_golden_deleted',
    revision: 3,
    deleted: true,
    channel: 'social',
    connector: 'social',
    account: 'shop',
    sourceId: '9007199254740993',
    conversation: 'cv_golden_2',
    receipt: 'rc_golden_3',
    receivedAt: '2026-11-24T07:59:00.000Z',
    faults: [],
  },
];

const placed = (record: NewRecord): LogRecord => ({ ...record, partition: 0, offset: 0, appendedAt: 0 });

const through = <In extends { readonly id: string }, Out>(hop: Parameters<typeof runHopSync<In, Out>>[0], record: In): Out => {
  const [ended] = runHopSync(hop, [record], inMemoryMemory(), context);
  if (ended?.outcome.tag !== 'ok') throw new Error(`${record.id} does not come through ${hop.name}`);
  return ended.outcome.value;
};

export interface GoldenRecord {
  readonly headers: Readonly<Record<string, string>>;
  readonly value: unknown;
}

const golden = (records: readonly NewRecord[]): readonly GoldenRecord[] =>
  records.map(({ headers, value }) => ({ headers, value: JSON.parse(Buffer.from(value).toString()) as unknown }));

/** What today's code writes into each topic for the golden raw records. */
export const goldenRecords = (): Readonly<Record<'raw' | 'cleaned' | 'normalised' | 'analysed', readonly GoldenRecord[]>> => {
  const raw = goldenRaws.map(encodeRaw);
  const rows = goldenRaws.map((input, at) => {
    const source = placed(raw[at] ?? { key: '', value: new Uint8Array(), headers: {} });
    if (input.deleted) return { source, input };
    const cleaned = through(cleanHop, input);
    const normalised = through(normaliseHop, cleaned);
    return { source, input, cleaned, normalised, analysed: through(analyseHop, normalised) };
  });
  const item = <Out>({ source, input }: { source: LogRecord; input: RawRecord }, output: Out | undefined) => ({
    source,
    input,
    journey: [],
    ...(output === undefined ? {} : { output }),
  });
  return {
    raw: golden(raw),
    cleaned: golden(rows.map((row) => encodeCleaned(item(row, row.cleaned)))),
    normalised: golden(rows.map((row) => encodeNormalised(item(row, row.normalised)))),
    analysed: golden(rows.map((row) => encodeAnalysed(item(row, row.analysed)))),
  };
};
