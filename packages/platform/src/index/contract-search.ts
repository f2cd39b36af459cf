import { describe, expect, test } from '@jest/globals';
import { parseQuery, type Query } from '@earshot/model';
import { contractDocument } from './contract-documents.ts';
import { type OpenIndex, sharedIndex } from './contract-setup.ts';

const queryOf = (text: string): Query => {
  const parsed = parseQuery(text, { now: 0 });
  if (parsed.tag === 'fault') throw new Error(parsed.fault.detail);
  return parsed.query;
};

const texts = [
  contractDocument('slow', { text: '快递太慢了' }),
  contractDocument('courier', { text: '配送员态度很好', sentiment: { label: 'positive', score: 0.5, confidence: 1 } }),
  contractDocument('driver', { text: '这个快递员很好' }),
  contractDocument('apart', { text: '太慢！我的快递还没有到' }),
  contractDocument('old-script', { text: '快遞員遲到，退錢' }),
  contractDocument('english', { text: 'Deliveries were SLOW, the app crashed twice', language: 'en' }),
  contractDocument('title', { text: '请处理', title: 'Refunds are late 退款' }),
  contractDocument('wide', { text: 'ＡＰＰ 很慢，ｓｌｏｗ' }),
  contractDocument('mixed', { text: '这个app太卡了 I want refunds 👍', topics: ['app.performance'] }),
  contractDocument('silent', { text: '', tokens: '', quality: { spam: false, empty: true } }),
];

const describeFinding = (open: OpenIndex): void => {
  const shared = sharedIndex(open, texts);

  test.each<[string, readonly string[]]>([
    ['太慢', ['slow', 'apart']],
    ['配送', ['courier']],
    ['快递', ['slow', 'driver', 'apart', 'old-script']],
    ['快递太慢', ['slow', 'apart']],
    ['快遞 太慢', ['slow', 'apart']],
    ['"快递太慢"', ['slow']],
    ['"太慢我的"', ['apart']],
    ['"慢快"', []],
    ['迟到', ['old-script']],
    ['slow', ['english', 'wide']],
    ['SLOW app', ['english', 'wide']],
    ['crashing', ['english']],
    ['refund', ['title', 'mixed']],
    ['"refunds are"', ['title']],
    ['"late 退款"', ['title']],
    ['退款', ['title']],
    ['"退款请"', []],
    ['app -slow', ['mixed']],
    ['太慢 OR 配送员', ['slow', 'apart', 'courier']],
    ['快递 NOT 太慢', ['driver', 'old-script']],
    ['NOT (快递 OR app OR 退款)', ['courier', 'silent']],
    ['很好 sentiment:positive', ['courier']],
    ['(很好 OR topic:app.*) -sentiment:positive', ['driver', 'mixed']],
    ['empty:true', ['silent']],
    ['title:*', ['title']],
    ['，。！', []],
    ['"?!"', []],
    ['没有这个词', []],
    ['"; DROP TABLE documents; --"', []],
    ['*', texts.map(({ id }) => id)],
  ])('%s finds its documents', async (text, ids) => {
    const { hits, total } = await shared.index.search(queryOf(text), { size: 50, sort: 'newest' });
    expect(new Set(hits.map(({ id }) => id))).toEqual(new Set(ids));
    expect(total).toEqual({ value: ids.length, relation: 'eq' });
  });

  test.each<[string, string, readonly string[]]>([
    ['太慢', 'slow', ['太慢']],
    ['快递太慢', 'apart', ['太慢', '快递']],
    ['配送', 'courier', ['配送']],
    ['快递员', 'old-script', ['快遞員']],
    ['"快递太慢"', 'slow', ['快递太慢']],
    ['slow', 'english', ['SLOW']],
    ['slow app', 'wide', ['ＡＰＰ', 'ｓｌｏｗ']],
    ['refunding', 'title', ['Refunds']],
    ['"refunds are late"', 'title', ['Refunds are late']],
    ['app 太卡 refund', 'mixed', ['app太卡', 'refunds']],
    ['app -slow', 'mixed', ['app']],
    ['topic:app.performance', 'mixed', []],
  ])('%s is marked in %s where it stands', async (text, id, marked) => {
    const { hits } = await shared.index.search(queryOf(text), { size: 50, sort: 'newest', highlight: true });
    const hit = hits.find((candidate) => candidate.id === id);
    expect(hit?.highlights.map(({ field, start, end }) => hit.document[field]?.slice(start, end))).toEqual(marked);
  });

  test('a query as wide as the language allows still runs', async () => {
    const wide = Array.from({ length: 1500 }, (_, place) => (place % 2 === 0 ? `a${place}` : `id:x${place}`))
      .join(' OR ')
      .slice(0, 8000);
    const query = queryOf(`${wide.slice(0, wide.lastIndexOf(' OR '))} OR id:slow`);
    expect((await shared.index.search(query, { size: 5, sort: 'newest' })).hits.map(({ id }) => id)).toEqual(['slow']);
  });

  test('relevance puts the words that stand together before those apart, and counts more of them more', async () => {
    const { hits } = await shared.index.search(queryOf('快递太慢'), { size: 5, sort: 'relevance' });
    expect(hits.map(({ id }) => id)).toEqual(['slow', 'apart']);
    expect(hits[0]?.score).toBeGreaterThan(hits[1]?.score ?? 0);
    expect(hits[1]?.score).toBeGreaterThan(0);
  });
};

export const describeSearch = (open: OpenIndex): void => {
  describe('search', () => describeFinding(open));
};
