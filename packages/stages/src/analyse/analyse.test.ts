import { describe, expect, test } from '@jest/globals';
import type { StepContext } from '@earshot/engine';
import type { Outcome } from '@earshot/model';
import { words } from '@earshot/text';
import * as fc from 'fast-check';
import { analyseHop } from '../pipeline.ts';
import type { AnalysedRecord, NormalisedRecord, Span } from '../records.ts';

interface Given {
  readonly text: string;
  readonly focus?: readonly Span[];
  readonly language?: string;
  readonly rating?: number;
  readonly change?: (record: NormalisedRecord) => NormalisedRecord;
}

const recordOf = ({ text, focus, language = 'und', rating, change = (record) => record }: Given): NormalisedRecord =>
  change({
    schema: 'raw/1',
    id: 'id-1',
    revision: 1,
    deleted: false,
    channel: 'web',
    connector: 'form',
    account: 'shop',
    sourceId: 's-1',
    conversation: 'c-1',
    receivedAt: '2026-01-05T08:00:00.000Z',
    receipt: 'r-1',
    faults: [],
    body: { format: 'text', content: text },
    cleaned: {
      text,
      focus: focus ?? [{ start: 0, end: text.length }],
      redactions: [],
      quality: { spam: false, empty: text === '' },
      repairs: [],
      provenance: [],
    },
    normalised: {
      occurredAt: '2026-01-05T08:00:00.000Z',
      clockSkew: false,
      language,
      languages: [],
      ...(rating === undefined ? {} : { rating: { value: rating, min: 0, max: 1, kind: 'stars' as const, normalised: rating } }),
      author: { id: 'a-1', role: 'customer' },
      conversation: { id: 'c-1', evidence: [] },
      kind: 'feedback',
      provenance: [],
    },
  });

const context: StepContext = { now: 0, settings: { pseudonymKey: 'test', homeOffset: '+00:00' } };

interface AnyStep {
  decide(record: unknown, context: StepContext): Outcome<unknown>;
}

const analyse = (given: Given): AnalysedRecord => {
  let record: unknown = recordOf(given);
  for (const step of analyseHop.steps as unknown as readonly AnyStep[]) {
    const outcome = step.decide(record, context);
    if (outcome.tag !== 'ok') throw new Error(`a step answered ${outcome.tag}`);
    record = outcome.value;
  }
  return record as AnalysedRecord;
};

describe('keywords', () => {
  test.each([
    ['zh', '@云栖客服 我的电话[phone]，快递箱子破了', '[phone]', 'phone', '箱子'],
    ['en', '@CloudnestCare call me at [phone], the parcel box is torn', '[phone]', 'phone', 'box'],
  ])('%s: account names and tags of masked data are no keywords', (_, text, tag, hidden, kept) => {
    const start = text.indexOf(tag);
    const redactions = [{ type: 'phone', start, end: start + tag.length }];
    const { keywords } = analyse({ text, change: (record) => ({ ...record, cleaned: { ...record.cleaned, redactions } }) }).analysed;
    expect(keywords.some((word) => word.includes(hidden) || word.includes('cloudnest') || word.includes('云栖'))).toBe(false);
    expect(keywords.some((word) => word.includes(kept))).toBe(true);
  });
});

describe('the whole stage', () => {
  test.each([
    ['等了一个小时才送到，菜都凉了，客服没人接，再不退款我就打12315', 'zh'],
    ['Waited an hour, the food was cold, nobody answers. Refund me or I call my lawyer', 'en'],
  ])('reads feeling, aspects, intent and urgency: %s', (text, language) => {
    const { analysed } = analyse({ text, language });
    expect(analysed.sentiment.label).toBe('negative');
    expect(analysed.intent).toBe('complaint');
    expect(analysed.urgency).toMatchObject({ level: 'critical', reasons: expect.arrayContaining(['legal']) });
    expect(analysed.topics).toEqual(expect.arrayContaining(['waiting.time', 'food.temperature', 'service.response']));
    expect(analysed.topics).toEqual([...new Set(analysed.aspects.map(({ category }) => category))]);
    expect(analysed.keywords.length).toBeGreaterThan(0);
    expect(analysed.tokens.split(' ')).toEqual(words(text));
    for (const label of ['sentiment.label', 'aspects.category', 'intent.complaint', 'urgency.level', 'keywords'])
      expect(analysed.provenance.map((entry) => entry.label)).toContain(label);
  });

  test('leaves nothing behind but its own findings', () => {
    const given = { text: '很好' };
    const { analysed, ...rest } = analyse(given);
    expect(rest).toEqual(recordOf(given));
    expect(Object.keys(analysed).sort()).toEqual(
      ['aspects', 'entities', 'intent', 'intents', 'keywords', 'provenance', 'sentiment', 'tokens', 'topics', 'urgency'].sort(),
    );
  });

  test.each([
    ['您好，非常抱歉，起火的充电器我们马上处理\n谢谢，服务真好', 22],
    ['I am sorry about the fire and the terrible wait\nThank you, wonderful service', 48],
  ])('only the customer counts: %s', (text, start) => {
    const { analysed } = analyse({ text, focus: [{ start, end: text.length }] });
    expect(analysed.sentiment.label).toBe('positive');
    expect(analysed.urgency.level).toBe('low');
    for (const entry of analysed.provenance) if (entry.start !== undefined) expect(entry.start).toBeGreaterThanOrEqual(start);
    expect(analysed.tokens.split(' ')).toEqual(words(text));
  });

  test.each<[string, (record: NormalisedRecord) => NormalisedRecord]>([
    ['a deleted message', (record) => ({ ...record, deleted: true })],
    ['machine mail', (record) => ({ ...record, cleaned: { ...record.cleaned, machine: 'auto-reply' } })],
    ['our own reply', (record) => ({ ...record, normalised: { ...record.normalised, kind: 'reply' } })],
  ])('%s is calm and neutral', (_, change) => {
    const { analysed } = analyse({ text: '太差了，我要起诉你们 terrible', change });
    expect(analysed).toMatchObject({
      sentiment: { label: 'neutral' },
      intent: 'other',
      urgency: { level: 'low' },
      aspects: [],
      keywords: [],
    });
  });

  test('a rating without words still tells the feeling', () => {
    expect(analyse({ text: '', rating: 0 }).analysed.sentiment.label).toBe('negative');
    expect(analyse({ text: '', rating: 1 }).analysed.sentiment.label).toBe('positive');
  });

  test('total: any text and any focus, every offset inside the text', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constantFrom('服务很差，退款12345678元', 'not good at all 😡 order A1-23'),
    );
    const spans = fc.array(fc.record({ start: fc.nat(90), end: fc.nat(90) }), { maxLength: 4 });
    fc.assert(
      fc.property(texts, fc.option(spans, { nil: undefined }), (text, focus) => {
        const { analysed } = analyse({ text, ...(focus === undefined ? {} : { focus }) });
        for (const { start = 0, end = 0 } of [...analysed.provenance, ...analysed.aspects, ...analysed.entities]) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});
