import { describe, expect, test } from '@jest/globals';
import { inMemoryMemory, type LogRecord, type NewRecord, runHopSync } from '@earshot/engine';
import { type RawRecord, topics, UnknownSchema } from '@earshot/model';
import { aRawRecord } from '@earshot/testkit';
import { composeDocument } from './compose-document.ts';
import { analyseHop, cleanHop, normaliseHop } from './pipeline.ts';
import type { AnalysedRecord, CleanedRecord, NormalisedRecord } from './records.ts';
import { decodeAnalysed, decodeCleaned, decodeNormalised, encodeAnalysed, encodeCleaned, encodeNormalised } from './topic-codecs.ts';

const context = { now: Date.parse('2026-11-24T08:00:00.000Z'), settings: { pseudonymKey: 'k', homeOffset: '+08:00' } };

const source = (headers: Record<string, string> = {}): LogRecord => ({
  key: 'cv_1',
  value: new Uint8Array(),
  headers: {
    ce_specversion: '1.0',
    ce_id: 'x.1',
    ce_type: 'feedback.raw.v1',
    ce_dataschema: 'raw/1',
    traceparent: '00-1-2-01',
    ...headers,
  },
  partition: 0,
  offset: 0,
  appendedAt: 0,
});

const received = (record: NewRecord): LogRecord => ({ ...record, partition: 0, offset: 0, appendedAt: 0 });

const through = <In extends { readonly id: string }, Out>(hop: Parameters<typeof runHopSync<In, Out>>[0], record: In): Out => {
  const [ended] = runHopSync(hop, [record], inMemoryMemory(), context);
  if (ended?.outcome.tag !== 'ok') throw new Error('the hop did not let it through');
  return ended.outcome.value;
};

const raws: readonly (readonly [string, RawRecord])[] = [
  ['zh', aRawRecord({ id: 'fb_zh', body: { format: 'text', content: '快递太慢了，三天还没到，差评！电话 13812345678' } })],
  ['en', aRawRecord({ id: 'fb_en', body: { format: 'text', content: 'The room was dirty, call me at once.' } })],
];

describe('values between the stages', () => {
  test.each(raws)('stage by stage over encoded records gives the document of the fused run (%s)', (_, raw) => {
    const fused: AnalysedRecord = through(analyseHop, through(normaliseHop, through(cleanHop, raw)));
    const cleaned: CleanedRecord = decodeCleaned(
      received(encodeCleaned({ source: source(), input: raw, output: through(cleanHop, raw), journey: [] })),
    );
    const second = encodeNormalised({ source: source(), input: cleaned, output: through(normaliseHop, cleaned), journey: [] });
    const normalised: NormalisedRecord = decodeNormalised(received(second));
    const third = encodeAnalysed({ source: source(), input: normalised, output: through(analyseHop, normalised), journey: [] });
    const message = decodeAnalysed(received(third));
    expect(message.document).toEqual(JSON.parse(JSON.stringify(composeDocument(fused))));
    expect(third.headers).toMatchObject({
      ce_type: topics.analysed.name,
      ce_dataschema: 'analysed/1',
      ce_id: 'x.1',
      traceparent: '00-1-2-01',
    });
    expect(third.key).toBe('cv_1');
  });

  test('what the indexer gets holds no address of the author and nothing that was masked', () => {
    const raw = aRawRecord({
      author: { address: 'wang@example.com', name: '王伟' },
      body: { format: 'text', content: '请回电 13812345678，太慢了' },
      payload: { contentType: 'text/plain', bytes: 3, text: '请回电 13812345678' },
    });
    const output = through(analyseHop, through(normaliseHop, through(cleanHop, raw)));
    const text = Buffer.from(encodeAnalysed({ source: source(), input: raw, output, journey: [] }).value).toString();
    expect(text).not.toMatch(/wang@example|13812345678|王伟/u);
  });

  test('a deletion travels through every topic without what the stages add', () => {
    const raw = aRawRecord({ deleted: true });
    const cleaned = decodeCleaned(received(encodeCleaned({ source: source(), input: raw, journey: [] })));
    const normalised = decodeNormalised(received(encodeNormalised({ source: source(), input: cleaned, journey: [] })));
    const message = decodeAnalysed(received(encodeAnalysed({ source: source(), input: normalised, journey: [] })));
    expect(message).toEqual({ id: raw.id, revision: raw.revision, deleted: true, receivedAt: raw.receivedAt });
  });

  test.each([
    ['no object', '[]', {}, TypeError],
    ['no JSON', '{', {}, SyntaxError],
    ['a record of an earlier stage', JSON.stringify(aRawRecord()), {}, TypeError],
    ['a schema of a later version', JSON.stringify(aRawRecord()), { ce_dataschema: 'cleaned/99' }, UnknownSchema],
  ])('%s is refused, which makes it a dead letter', (_, value, headers, error) => {
    const record = { ...source({ ce_dataschema: 'cleaned/1', ...headers }), value: Buffer.from(value) };
    expect(() => decodeCleaned(record)).toThrow(error);
  });
});
