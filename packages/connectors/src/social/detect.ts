import type { Sample } from '../connector.ts';

const marks = /"(?:edit_history_tweet_ids|conversation_id|id_str|matching_rules|dm_conversation_id|public_metrics)"\s*:/;
const deletion = /^\s*\{\s*(?:"data"\s*:\s*\{\s*)?"delete"\s*:\s*\{/;
const posts =
  /"(?:author|user|username)"\s*:[\s\S]*"(?:createdAt|created_at|publishedAt|inReplyTo|metrics)"\s*:|"(?:createdAt|created_at|publishedAt|inReplyTo|metrics)"\s*:[\s\S]*"(?:author|user|username)"\s*:/;

/** By content: fields that only posts have. */
export const detect = ({ text, filename }: Sample): string | null => {
  const body = text.replace(/^\uFEFF/, '').trimStart();
  if (!body.startsWith('{') && !body.startsWith('[')) return null;
  const lines = /^\{[^\n]*\}\r?\n\s*\{/.test(body) || /\.(?:ndjson|jsonl)$/.test(filename);
  const head = body.slice(0, 8000);
  const isX = marks.test(head) || deletion.test(head);
  if (!isX && !posts.test(head)) return null;
  return lines ? 'ndjson' : isX ? 'x' : 'json';
};
