import { describe, expect, test } from '@jest/globals';
import type { Query } from '@earshot/model';
import { contractDocument } from './contract-documents.ts';
import { type OpenIndex, put, remove, sharedIndex } from './contract-setup.ts';
import type { Versioned } from './port.ts';

const document = contractDocument;
const words = (text: string): Query => ({ op: 'words', text });

const describeVersions = (open: OpenIndex): void => {
  const shared = sharedIndex(open);

  test.each<[string, readonly Versioned[], readonly string[], string | null]>([
    ['a new document is visible', [put(document('a1'))], ['done'], '快递太慢了'],
    ['a replay changes nothing', [put(document('a2')), put(document('a2'))], ['done', 'same'], '快递太慢了'],
    ['a newer version wins', [put(document('a3')), put(document('a3', { text: '已送达' }), 2)], ['done', 'done'], '已送达'],
    ['an older version never wins', [put(document('a4'), 3), put(document('a4', { text: '旧' }), 2)], ['done', 'stale'], '快递太慢了'],
    [
      'other content under the same version is no silent loss',
      [put(document('a5')), put(document('a5', { text: '别的' }))],
      ['done', 'conflict'],
      '快递太慢了',
    ],
    [
      'when and how it came is no other content',
      [
        put(document('a6')),
        put(
          document('a6', { indexedAt: '2026-11-24T10:00:00.000Z', journey: [{ stage: 'clean', at: '2026-11-24T10:00:00.000Z', ms: 1 }] }),
        ),
      ],
      ['done', 'same'],
      '快递太慢了',
    ],
    ['a tombstone hides', [put(document('a7')), remove('a7', 2)], ['done', 'done'], null],
    ['a tombstone outlasts an older document', [remove('a8', 5), put(document('a8'), 4)], ['done', 'stale'], null],
    ['a tombstone twice is one', [remove('a9', 5), remove('a9', 5)], ['done', 'same'], null],
    [
      'a newer document comes back',
      [put(document('b1')), remove('b1', 2), put(document('b1', { text: '回来了' }), 3)],
      ['done', 'done', 'done'],
      '回来了',
    ],
    ['an older tombstone hides nothing', [put(document('b2'), 3), remove('b2', 2)], ['done', 'stale'], '快递太慢了'],
    ['document and tombstone of one version conflict', [put(document('b3')), remove('b3', 1)], ['done', 'conflict'], '快递太慢了'],
    ['a document never follows a tombstone of its version', [remove('b4', 1), put(document('b4'))], ['done', 'conflict'], null],
  ])('%s, in one write and one by one', async (_, operations, outcomes, text) => {
    const id = operations[0]?.id ?? '';
    const tags = (await shared.index.write(operations)).map(({ tag }) => tag);
    expect(tags).toEqual(outcomes);
    expect((await shared.index.get(id))?.text ?? null).toBe(text);
    expect((await shared.index.search({ op: 'term', field: 'id', value: id }, { size: 5, sort: 'newest' })).total.value).toBe(
      text === null ? 0 : 1,
    );
    const apart = `${id}-apart`;
    for (const [place, operation] of operations.entries()) {
      const own: Versioned =
        operation.tag === 'put' ? { ...operation, id: apart, document: { ...operation.document, id: apart } } : { ...operation, id: apart };
      expect((await shared.index.write([own]))[0]?.tag).toBe(outcomes[place]);
    }
    expect((await shared.index.get(apart))?.text ?? null).toBe(text);
  });
};

const describeContents = (open: OpenIndex): void => {
  const shared = sharedIndex(open);

  test('a document comes back as it was written', async () => {
    const given = document('whole', {
      title: '标题 "quoted" \u0000',
      aspects: [{ category: 'delivery.speed', start: 0, end: 4, sentiment: 'negative', score: -0.25 }],
      labels: { 'a"b': "it's" },
      topics: ['物流'],
    });
    await shared.index.write([put(given)]);
    expect(await shared.index.get('whole')).toEqual(given);
    expect(await shared.index.get('nobody')).toBeNull();
  });

  test('a field that documents do not have is refused, and the rest of the write goes through', async () => {
    const strange = { ...document('strange'), mood: 'bad' } as ReturnType<typeof document>;
    const other = document('named-otherwise');
    const outcomes = await shared.index.write([put(strange), { tag: 'put', id: 'x', version: 1, document: other }, put(document('fine'))]);
    expect(outcomes.map(({ tag }) => tag)).toEqual(['reject', 'reject', 'done']);
    expect(await shared.index.get('strange')).toBeNull();
    expect(await shared.index.get('fine')).not.toBeNull();
  });

  test('a new version is found by its own words only, in every list and aggregate', async () => {
    const topics = (id: string): Query => ({
      op: 'and',
      clauses: [
        { op: 'term', field: 'id', value: 'edit' },
        { op: 'term', field: 'topics', value: id },
      ],
    });
    await shared.index.write([put(document('edit', { text: '屏幕碎了', title: 'broken screen', topics: ['one'] }))]);
    await shared.index.write([put(document('edit', { text: '已经换新', topics: ['two'] }), 2)]);
    const count = async (query: Query): Promise<number> => (await shared.index.search(query, { size: 1, sort: 'newest' })).total.value;
    expect(await count(words('屏幕'))).toBe(0);
    expect(await count(words('broken'))).toBe(0);
    expect(await count(words('换新'))).toBe(1);
    expect(await count(topics('one'))).toBe(0);
    expect(
      (await shared.index.aggregate(topics('two'), { by: [{ type: 'terms', field: 'topics', size: 5 }], metrics: [] })).buckets,
    ).toHaveLength(1);
  });

  test('apply finds the index that is there, without drift', async () => {
    expect(await shared.index.apply()).toEqual({ created: [], drift: [] });
  });
};

export const describeWrites = (open: OpenIndex): void => {
  describe('versions', () => describeVersions(open));
  describe('contents', () => describeContents(open));
};
