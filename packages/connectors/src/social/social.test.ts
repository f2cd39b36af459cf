import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { canonical } from '../canonical.ts';
import type { ReceiptMeta } from '../connector.ts';
import { testOnInputs } from '../public-inputs.ts';
import { social } from './index.ts';

const meta: ReceiptMeta = { account: 'brand', receivedAt: '2026-03-01T08:00:00.000Z', receipt: 'rc_1' };
const recordsOf = (body: unknown, format = 'x') => {
  const items = social.parse(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), { ...meta, format });
  return items.map((item) => {
    if (item.tag === 'fault') throw new RangeError(JSON.stringify(item.fault));
    return item.record;
  });
};
const recordOf = (body: unknown, format = 'x') => {
  const [record, ...others] = recordsOf(body, format);
  if (record === undefined || others.length > 0) throw new RangeError('not one record');
  return record;
};

const tweet = (id: string, more: object = {}) => ({ id, text: '还没发货 &lt;3 &amp;amp;', edit_history_tweet_ids: [id], ...more });

describe('X API v2', () => {
  test('author, time, thread, counters and language come from the response', () => {
    const record = recordOf({
      data: tweet('1890000000000000002', {
        author_id: '42',
        conversation_id: '1890000000000000001',
        created_at: '2026-03-01T02:00:00.000Z',
        referenced_tweets: [{ type: 'replied_to', id: '1890000000000000001' }],
        public_metrics: { like_count: 3 },
        lang: 'zh',
      }),
      includes: { users: [{ id: '42', username: 'xiaoli', name: '小李' }] },
    });
    expect(canonical('social', record)).toEqual({
      id: '1890000000000000002',
      author: 'xiaoli',
      authorId: '42',
      text: '还没发货 <3 &amp;',
      createdAt: '2026-03-01T02:00:00.000Z',
      inReplyTo: '1890000000000000001',
      conversation: '1890000000000000001',
      metrics: { like_count: 3 },
      rating: null,
      edited: false,
      deleted: false,
      url: 'https://x.com/xiaoli/status/1890000000000000002',
      language: 'zh',
      faults: [],
    });
  });

  test('an edit is a newer revision of the same message', () => {
    const first = recordOf({ data: tweet('10') });
    const second = recordOf({ data: tweet('11', { edit_history_tweet_ids: ['10', '11'], text: 'edited' }) });
    expect(second.id).toBe(first.id);
    expect([first.revision, second.revision]).toEqual([0, 1]);
    expect(canonical('social', second)).toMatchObject({ id: '10', edited: true, text: 'edited' });
  });

  test('a deletion names the same message and wins over every revision', () => {
    const post = recordOf({ data: tweet('10') });
    const gone = recordOf({ data: { delete: { tweet: { id: '10', author_id: '42' } } } });
    expect(gone).toMatchObject({ id: post.id, deleted: true });
    expect(gone.revision).toBeGreaterThan(post.revision);
  });

  test('long posts are read in full, cut reposts from what they repeat', () => {
    expect(recordOf({ data: tweet('1', { text: 'short…', note_tweet: { text: '长长的故事' } }) }).body?.content).toBe('长长的故事');
    const repost = {
      data: tweet('2', { text: 'RT @shop: We are…', referenced_tweets: [{ type: 'retweeted', id: '1' }] }),
      includes: { tweets: [{ id: '1', text: 'We are sorry for the delay' }] },
    };
    expect(recordOf(repost)).toMatchObject({ body: { content: 'RT @shop: We are sorry for the delay' }, labels: { retweetOf: '1' } });
  });

  test('an empty page is no fault, news about no post yields nothing', () => {
    expect(recordsOf({ meta: { result_count: 0 } })).toEqual([]);
    expect(recordsOf({ data: { withheld: { user_id: '3' } } })).toEqual([]);
  });

  test('a bad post of a page spoils no other and is named by its path', () => {
    const items = social.parse(Buffer.from(JSON.stringify({ data: [tweet('1'), { id: '2' }, tweet('3')] })), { ...meta, format: 'x' });
    expect(items.map((item) => (item.tag === 'item' ? item.record.sourceId : item.fault.path))).toEqual(['1', '/data/1/text', '3']);
  });
});

describe('generic posts', () => {
  test.each([
    [
      { id: 'p1', author: '小红', text: '排队两小时', createdAt: '2026-03-01 20:00' },
      { author: '小红', text: '排队两小时', createdAt: '2026-03-01T20:00:00', conversation: 'p1' },
    ],
    [
      { id: 'p2', author: { id: 'u2', name: 'Tom' }, text: 'ok', inReplyTo: 'p1' },
      { author: 'Tom', authorId: 'u2', inReplyTo: 'p1', conversation: 'p1' },
    ],
    [
      { id: 'p3', text: 'ok', conversation: 'c9', rating: 4, lang: 'en', metrics: { likes: 2 } },
      { conversation: 'c9', rating: { value: 4 }, language: 'en', metrics: { likes: 2 } },
    ],
    [{ id: 'p4', text: 'ok', rating: { value: 4, max: 10 } }, { rating: { value: 4, max: 10 } }],
    [{ id: 'p5', text: 'ok', edited: true }, { edited: true }],
    [
      { id: 'p6', deleted: true },
      { deleted: true, edited: false, text: '' },
    ],
  ])('%j', (post, expected) => {
    expect(canonical('social', recordOf(post, 'json'))).toMatchObject(expected);
  });

  test('ids beyond 2^53 stay exact', () => {
    expect(recordOf('{"id": 12345678901234567890, "text": "好"}', 'json').sourceId).toBe('12345678901234567890');
  });

  test('a later edit time is a higher revision', () => {
    const at = (editedAt: string) => recordOf({ id: 'p', text: 'x', editedAt }, 'json').revision;
    expect(at('2026-03-01T10:00:01Z')).toBe(at('2026-03-01T10:00:00Z') + 1);
    expect(at('2026-03-01T18:00:00+08:00')).toBe(at('2026-03-01T10:00:00Z'));
  });

  test.each([
    [{ id: 'a', text: 4 }, 'err:intake:client:wrong-type', '/text'],
    [{ id: 'a', text: ' ' }, 'err:intake:client:empty-body', undefined],
    [{ id: 'a', rating: [] }, 'err:intake:client:wrong-type', '/rating'],
    [{ id: 'x'.repeat(600), text: 'ok' }, 'err:intake:client:out-of-range', '/id'],
  ])('%j is refused', (post, code, path) => {
    const [item] = social.parse(Buffer.from(JSON.stringify(post)), { ...meta, format: 'json' });
    expect(item).toMatchObject({ tag: 'fault', fault: { code } });
    expect(item?.tag === 'fault' ? item.fault.path : '').toBe(path);
  });
});

testOnInputs('social/x-json', 'every post of recorded X responses comes out once, text equal, id exact', (folder) => {
  interface Recorded {
    readonly id?: unknown;
    readonly id_str?: string;
    readonly text?: string;
    readonly edit_history_tweet_ids?: string[];
  }
  let posts = 0;
  for (const name of readdirSync(folder)) {
    const { body } = JSON.parse(readFileSync(folder + name, 'utf8')) as { body: { data?: Recorded | Recorded[] } | Recorded[] | null };
    const listed = [Array.isArray(body) ? body : (body?.data ?? [])].flat();
    const expected = listed.filter(
      ({ text, edit_history_tweet_ids, id_str }) => text !== undefined && (edit_history_tweet_ids ?? id_str) !== undefined,
    );
    if (expected.length === 0) continue;
    const items = social.parse(Buffer.from(JSON.stringify(body)), { ...meta, format: 'x' });
    const found = items.flatMap((item) => (item.tag === 'item' ? [[item.record.sourceId, item.record.body?.content]] : []));
    const plain = (text = '') => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    expect(found).toEqual(
      expected.map(({ id, id_str, text, edit_history_tweet_ids }) => [edit_history_tweet_ids?.[0] ?? id_str ?? id, plain(text)]),
    );
    posts += found.length;
  }
  expect(posts).toBeGreaterThan(200);
});
