import type { Detector, PersonalData } from './hit.ts';

const local = /[\w.+%'-]/;
const domain = /(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}(?![a-z0-9])/iy;

/** Mail addresses (RFC 5321 in their usual ASCII form), also right behind Chinese words. */
export const findEmails: Detector = (text) => {
  const hits: PersonalData[] = [];
  let floor = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at;
    while (start > Math.max(floor, at - 64) && local.test(text[start - 1] ?? '')) start -= 1;
    domain.lastIndex = at + 1;
    if (start === at || !domain.test(text)) continue;
    floor = domain.lastIndex;
    hits.push({ type: 'email', start, end: floor });
  }
  return hits;
};
