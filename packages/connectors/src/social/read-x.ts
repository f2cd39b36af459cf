import { fault } from '@earshot/model';
import { decodeReferences } from '../reading/decode-references.ts';
import { isObject } from '../reading/read-json.ts';
import { idText, metricLabels, present, textOf, type Post, type PostRead } from './post.ts';

type Json = Readonly<Record<string, unknown>>;

/** Objects that a response expands beside its posts. */
export interface Includes {
  readonly users: ReadonlyMap<string, Json>;
  readonly tweets: ReadonlyMap<string, Json>;
  readonly labels: Readonly<Record<string, string>>;
}

const byId = (list: unknown): ReadonlyMap<string, Json> =>
  new Map(
    (Array.isArray(list) ? (list as readonly unknown[]) : []).filter(isObject).flatMap((entry): [string, Json][] => {
      const id = idText(entry['id']);
      return id === undefined ? [] : [[id, entry]];
    }),
  );

/** `includes` and `matching_rules` of an X API v2 response or stream envelope. */
export const includesOf = (envelope: Json): Includes => {
  const includes = isObject(envelope['includes']) ? envelope['includes'] : {};
  const rules = Array.isArray(envelope['matching_rules']) ? (envelope['matching_rules'] as readonly unknown[]) : [];
  const tags = rules.filter(isObject).flatMap(({ tag, id }) => textOf(tag) ?? idText(id) ?? []);
  const labels = tags.length === 0 ? {} : { rules: tags.join(',').slice(0, 1000) };
  return { users: byId(includes['users']), tweets: byId(includes['tweets']), labels };
};

const noteOf = (tweet: Json): string | undefined => (isObject(tweet['note_tweet']) ? textOf(tweet['note_tweet']['text']) : undefined);

const fullText = (tweet: Json, includes: Includes, retweetOf: string | undefined): string | undefined => {
  const own = noteOf(tweet) ?? textOf(tweet['text']);
  const original = retweetOf === undefined ? undefined : includes.tweets.get(retweetOf);
  if (own === undefined || original === undefined || !own.endsWith('…')) return own;
  const whole = noteOf(original) ?? textOf(original['text']);
  const head = /^RT @\w+: /.exec(own)?.[0];
  return whole === undefined || head === undefined ? own : head + whole;
};

const referencesOf = (tweet: Json): ReadonlyMap<string, string> => {
  const list = Array.isArray(tweet['referenced_tweets']) ? (tweet['referenced_tweets'] as readonly unknown[]) : [];
  return new Map(
    list.filter(isObject).flatMap(({ type, id }): [string, string][] => {
      const target = idText(id);
      return typeof type === 'string' && target !== undefined ? [[type, target]] : [];
    }),
  );
};

const authorOf = (id: string | undefined, user: Json | undefined): Post['author'] => {
  if (id === undefined) return undefined;
  const username = textOf(user?.['username']) ?? textOf(user?.['screen_name']);
  return present<NonNullable<Post['author']>>({ address: id, name: username ?? textOf(user?.['name']) });
};

const linkOf = (id: string, user: Json | undefined): string => {
  const username = textOf(user?.['username']) ?? textOf(user?.['screen_name']);
  return username !== undefined && /^\w{1,30}$/.test(username) ? `https://x.com/${username}/status/${id}` : `https://x.com/i/status/${id}`;
};

/**
 * A post of the X API v2. An edit has an id of its own: identity is the first of `edit_history_tweet_ids`, revision the place in it.
 * https://docs.x.com/x-api/fundamentals/data-dictionary
 */
export const readTweet = (tweet: Json, includes: Includes): PostRead => {
  const id = idText(tweet['id']);
  const references = referencesOf(tweet);
  const retweetOf = references.get('retweeted');
  const quoteOf = references.get('quoted');
  const text = fullText(tweet, includes, retweetOf);
  if (id === undefined) return { tag: 'fault', fault: fault('err:intake:client:missing-field', { path: '/id' }) };
  if (text === undefined || tweet['username'] !== undefined) {
    return { tag: 'fault', fault: fault('err:intake:client:missing-field', { path: '/text', detail: 'no post' }) };
  }
  const history = Array.isArray(tweet['edit_history_tweet_ids']) ? (tweet['edit_history_tweet_ids'] as readonly unknown[]).map(idText) : [];
  const place = history.indexOf(id);
  const authorId = idText(tweet['author_id']) ?? idText(tweet['sender_id']);
  const user = authorId === undefined ? undefined : includes.users.get(authorId);
  const labels = { ...includes.labels, ...metricLabels(tweet['public_metrics']) };
  const post = present<Post>({
    id: history[0] ?? id,
    revision: Math.max(place, 0),
    text: decodeReferences(text),
    createdAt: textOf(tweet['created_at']),
    author: authorOf(authorId, user),
    inReplyTo: references.get('replied_to'),
    conversation: idText(tweet['conversation_id']) ?? idText(tweet['dm_conversation_id']),
    url: tweet['dm_conversation_id'] === undefined ? linkOf(id, user) : undefined,
    language: languageOf(tweet['lang']),
    labels: { ...labels, ...(retweetOf === undefined ? {} : { retweetOf }), ...(quoteOf === undefined ? {} : { quoteOf }) },
  });
  return { tag: 'post', post };
};

// X writes und, zxx, qme and other private codes where there is no language to tell.
const languageOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[a-z]{2}(?:-\w+)?$/i.test(value) ? value : undefined;

const statusText = (status: Json): string | undefined => {
  const extended = isObject(status['extended_tweet']) ? textOf(status['extended_tweet']['full_text']) : undefined;
  const original = isObject(status['retweeted_status']) ? statusText(status['retweeted_status']) : undefined;
  const own = extended ?? textOf(status['full_text']) ?? textOf(status['text']);
  const head = own === undefined ? undefined : /^RT @\w+: /.exec(own)?.[0];
  return original !== undefined && head !== undefined && own?.endsWith('…') === true ? head + original : own;
};

/** A status of the X API v1.1. */
export const readStatus = (status: Json): PostRead => {
  const id = idText(status['id_str']) ?? idText(status['id']);
  const text = statusText(status);
  if (id === undefined) return { tag: 'fault', fault: fault('err:intake:client:missing-field', { path: '/id_str' }) };
  if (text === undefined) return { tag: 'fault', fault: fault('err:intake:client:missing-field', { path: '/text' }) };
  const user = isObject(status['user']) ? status['user'] : undefined;
  const retweeted = isObject(status['retweeted_status']) ? idText(status['retweeted_status']['id_str']) : undefined;
  const { retweet_count, favorite_count, reply_count, quote_count } = status;
  const post = present<Post>({
    id,
    text: decodeReferences(text),
    createdAt: textOf(status['created_at']),
    author: authorOf(idText(user?.['id_str']) ?? idText(user?.['id']), user),
    inReplyTo: idText(status['in_reply_to_status_id_str']) ?? idText(status['in_reply_to_status_id']),
    url: linkOf(id, user),
    language: languageOf(status['lang']),
    labels: {
      ...metricLabels({ retweet_count, favorite_count, reply_count, quote_count }),
      ...(retweeted === undefined ? {} : { retweetOf: retweeted }),
    },
  });
  return { tag: 'post', post };
};

/** A deletion notice of the compliance streams (v2 `tweet`, v1.1 `status`); null where the object is none. */
export const readNotice = (event: Json): PostRead | null => {
  const removed = event['delete'] ?? event['tweet_delete'];
  if (isObject(removed)) {
    const target = [removed['tweet'], removed['status'], removed].find(isObject);
    const id = idText(target?.['id_str']) ?? idText(target?.['id']);
    if (id === undefined) return { tag: 'fault', fault: fault('err:intake:client:missing-field', { path: '/delete/tweet/id' }) };
    const author = authorOf(idText(target?.['author_id']) ?? idText(target?.['user_id_str']), undefined);
    return { tag: 'post', post: present<Post>({ id, deleted: true, author, labels: {} }) };
  }
  const news = [
    'withheld',
    'drop',
    'undrop',
    'scrub_geo',
    'user_delete',
    'user_undelete',
    'user_protect',
    'user_unprotect',
    'user_suspend',
    'user_unsuspend',
    'user_withheld',
    'user_profile_modification',
    'tweet_edit',
    'limit',
    'disconnect',
    'warning',
  ];
  return news.some((name) => isObject(event[name])) ? { tag: 'none' } : null;
};
