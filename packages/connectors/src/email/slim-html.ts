const opening = /<!--|<(style|script|head|title)\b/gi;

/** HTML without the elements whose content nobody reads and without comments. Linear: a closing mark that is missing is sought once. */
const dropUnread = (html: string): string => {
  const lower = html.toLowerCase();
  const missing = new Set<string>();
  const kept: string[] = [];
  let from = 0;
  opening.lastIndex = 0;
  for (let match = opening.exec(html); match !== null; match = opening.exec(html)) {
    const close = match[1] === undefined ? '-->' : `</${match[1].toLowerCase()}`;
    if (missing.has(close)) continue;
    const at = lower.indexOf(close, match.index);
    if (at < 0) {
      missing.add(close);
      continue;
    }
    kept.push(html.slice(from, match.index));
    const end = match[1] === undefined ? at + 2 : html.indexOf('>', at);
    from = end < 0 ? html.length : end + 1;
    opening.lastIndex = from;
  }
  kept.push(html.slice(from));
  return kept.join(' ');
};

/**
 * HTML without what carries no words (styles, scripts, comments, attributes, towers of equal tags), for bodies over their bound: a long
 * newsletter or a hostile nest of elements must not push the words out.
 */
export const slimHtml = (html: string): string =>
  dropUnread(html)
    .replace(/<([a-z][\w-]*)\s[^<>]*>/gi, '<$1>')
    .replace(/(<\/?[a-z][\w-]*>)(?:\s*\1)+/gi, '$1');

/** Whether a letter or digit stands outside tags and unread elements. */
export const hasWords = (html: string): boolean => /[\p{L}\p{N}]/u.test(dropUnread(html).replace(/<[^<>]*>|&[#\w]+;/g, ' '));
