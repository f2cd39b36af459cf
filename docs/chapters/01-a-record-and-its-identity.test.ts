import { describe, expect, test } from '@jest/globals';
import { conversationKey, documentVersion, feedbackId, rawRecord } from '@earshot/model';
import { aRawRecord } from '@earshot/testkit';

/**
 * A connector understands one message and makes a **raw record** of it. Two names matter from then on.
 *
 * - `id` says *which message*: the hash of connector, account and source id. An edit at the source has the same id.
 * - `conversation` says *with which others it stands in order*: it is the record's key in the log.
 *
 * `revision` tells edits apart; the index keeps the newest.
 */
describe('a record and its identity', () => {
  const identity = { connector: 'social', account: '旗舰店', sourceId: 'post-17' };

  test('the same message has the same id for ever; any other part makes another message', () => {
    expect(feedbackId(identity)).toBe(feedbackId({ ...identity }));
    expect(feedbackId(identity)).toMatch(/^fb_[\w-]{27}$/u);
    expect(feedbackId({ ...identity, account: 'outlet' })).not.toBe(feedbackId(identity));
  });

  test('the parts cannot run into each other', () => {
    expect(feedbackId({ connector: 'ab', account: 'c', sourceId: 'd' })).not.toBe(
      feedbackId({ connector: 'a', account: 'bc', sourceId: 'd' }),
    );
  });

  test('a conversation belongs to its connector and account', () => {
    expect(conversationKey('email', 'support', 'thread-1')).toBe(conversationKey('email', 'support', 'thread-1'));
    expect(conversationKey('email', 'sales', 'thread-1')).not.toBe(conversationKey('email', 'support', 'thread-1'));
  });

  /** The version orders writes: a newer revision wins over any replay of an older one, a replay over the run before it. */
  test('revision first, replay generation second', () => {
    const versions = [documentVersion(0, 0), documentVersion(0, 1), documentVersion(1, 0), documentVersion(1, 7), documentVersion(2, 0)];
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(new Set(versions).size).toBe(versions.length);
  });

  test('a raw record is held to its schema; an unknown field is an error', () => {
    const record = aRawRecord({ ...identity, body: { format: 'text', content: '发货太慢了 Shipping is slow' } });
    expect(record.id).toBe(feedbackId(identity));
    expect(rawRecord.safeParse(record).success).toBe(true);
    expect(rawRecord.safeParse({ ...record, mood: 'bad' }).success).toBe(false);
  });
});
