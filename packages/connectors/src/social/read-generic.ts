import { fault } from '@earshot/model';
import { limits } from '../limits.ts';
import { sha256 } from '../reading/bytes.ts';
import { isObject } from '../reading/read-json.ts';
import { readTime } from '../reading/read-time.ts';
import { idText, metricLabels, present, scalarText, textOf, type Post, type PostRead } from './post.ts';

type Json = Readonly<Record<string, unknown>>;

const aliases = {
  id: ['id', 'postId', 'post_id', 'sourceId'],
  text: ['text', 'content', 'body', 'message', 'feedback', '内容', '正文'],
  title: ['title', 'subject', '标题'],
  author: ['author', 'user', 'username', '作者', '用户'],
  createdAt: ['createdAt', 'created_at', 'publishedAt', 'published_at', 'date', 'timestamp', 'time', '时间', '发布时间'],
  editedAt: ['editedAt', 'edited_at', 'updatedAt', 'updated_at'],
  url: ['url', 'link', 'permalink', '链接'],
  inReplyTo: ['inReplyTo', 'in_reply_to', 'in_reply_to_id', 'replyTo', 'parentId', 'parent_id'],
  conversation: ['conversation', 'conversationId', 'conversation_id', 'threadId', 'thread_id'],
  rating: ['rating', 'stars', 'score', 'evaluation', '评分', '星级'],
  language: ['lang', 'language'],
  metrics: ['metrics', 'public_metrics'],
  edited: ['edited'],
  deleted: ['deleted'],
  revision: ['revision', 'version'],
  labels: ['labels'],
} as const;

type Field = keyof typeof aliases;

const fieldOf: ReadonlyMap<string, Field> = new Map(
  (Object.entries(aliases) as [Field, readonly string[]][]).flatMap(([field, names]) => names.map((name) => [name, field] as const)),
);

const addScalar = (labels: [string, string][], key: string, value: unknown): void => {
  const text = scalarText(value);
  if (text !== null) labels.push([key, text]);
};

const collect = (value: Json): { fields: Partial<Record<Field, unknown>>; labels: Record<string, string> } => {
  const fields: Partial<Record<Field, unknown>> = {};
  const labels: [string, string][] = [];
  for (const [key, part] of Object.entries(value)) {
    const field = fieldOf.get(key);
    if (part === null) continue;
    if (field !== undefined && fields[field] === undefined) fields[field] = part;
    else addScalar(labels, key, part);
  }
  const given = isObject(fields.labels) ? Object.entries(fields.labels) : [];
  for (const [key, part] of given) addScalar(labels, key, part);
  const fitting = labels.filter(([key, part]) => key.length <= limits.idChars && part !== '' && part.length <= limits.labelChars);
  return { fields, labels: Object.fromEntries(fitting.slice(0, limits.labels - 32)) };
};

const authorOf = (value: unknown): Post['author'] => {
  const id = idText(value);
  if (id !== undefined) return { address: id, name: id };
  if (!isObject(value)) return undefined;
  const name = textOf(value['name']) ?? textOf(value['displayName']) ?? textOf(value['username']) ?? textOf(value['handle']);
  const address = idText(value['id']) ?? textOf(value['username']) ?? textOf(value['handle']) ?? name;
  return address === undefined ? undefined : present<NonNullable<Post['author']>>({ address, name });
};

const revisionOf = (fields: Partial<Record<Field, unknown>>): number | undefined => {
  const { revision, editedAt, edited } = fields;
  if (typeof revision === 'number' && Number.isInteger(revision) && revision >= 0 && revision < 2 ** 32) return revision;
  const time = typeof editedAt === 'string' || typeof editedAt === 'number' ? editedAt : typeof edited === 'string' ? edited : undefined;
  const iso = time === undefined ? null : readTime(time);
  // Seconds since 1970 rise with every edit and stay below 2^32 until 2106.
  if (iso !== null) return Math.max(Math.floor(Date.parse(/[Z+-]\d*:?\d*$/.test(iso.slice(19)) ? iso : `${iso}Z`) / 1000), 1);
  return edited === true ? 1 : undefined;
};

const stringFields = ['text', 'title', 'url', 'language'] as const;

/** A post as any tool may write it: `{id, author, text, createdAt, url?, inReplyTo?, conversation?, rating?, lang?, metrics?, edited?, deleted?}`. */
export const readGeneric = (value: Json): PostRead => {
  const { fields, labels } = collect(value);
  for (const name of stringFields) {
    if (fields[name] !== undefined && typeof fields[name] !== 'string') {
      return { tag: 'fault', fault: fault('err:intake:client:wrong-type', { path: `/${name}`, detail: 'expected a string' }) };
    }
  }
  const { rating, createdAt } = fields;
  const rated = isObject(rating) ? rating['value'] : rating;
  if (rated !== undefined && typeof rated !== 'number' && typeof rated !== 'string') {
    return { tag: 'fault', fault: fault('err:intake:client:wrong-type', { path: '/rating', detail: 'expected a number or a string' }) };
  }
  if (typeof rated === 'number' && !Number.isFinite(rated)) {
    return { tag: 'fault', fault: fault('err:intake:client:out-of-range', { path: '/rating' }) };
  }
  const text = textOf(fields.text);
  const deleted = fields.deleted === true || typeof fields.deleted === 'string';
  if ((text === undefined || text.trim() === '') && rated === undefined && !deleted) {
    return { tag: 'fault', fault: fault('err:intake:client:empty-body') };
  }
  const author = authorOf(fields.author);
  const id = idText(fields.id) ?? `sha256:${sha256(JSON.stringify([author?.address, createdAt, text, rated])).slice(0, 40)}`;
  const ratingMax = isObject(rating) && typeof rating['max'] === 'number' ? rating['max'] : undefined;
  const post = present<Post>({
    id,
    revision: revisionOf(fields),
    deleted: deleted ? true : undefined,
    text,
    title: textOf(fields.title),
    createdAt: typeof createdAt === 'string' || typeof createdAt === 'number' ? createdAt : undefined,
    author,
    inReplyTo: idText(fields.inReplyTo),
    conversation: idText(fields.conversation),
    url: textOf(fields.url),
    rating: rated,
    ratingMax,
    language: textOf(fields.language),
    labels: { ...labels, ...metricLabels(fields.metrics) },
  });
  return { tag: 'post', post };
};
