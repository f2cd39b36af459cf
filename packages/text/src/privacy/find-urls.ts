import { matches, type Detector, type PersonalData } from './hit.ts';

const url = /(?:https?|ftp|wss?):\/\/[^\s<>"'，。；！？、（）【】《》“”]{3,2048}/gi;
const credentials = /^[a-z]+:\/\/([^\s/@[\]]{1,256})@/di;
const secret =
  /[?&#;](?:[\w.-]{0,24}(?:token|secret|passw(?:or)?d|pwd|auth|session|sess|sid|signature|sig|api_?key|credential|openid|unionid)[\w.-]{0,24}|key|code|ticket|jwt|otp|pin|phone|mobile|tel|e?mail|user(?:name|id)?|uid|account|name)=([^&#\s[\]]+)/dgi;
const opaque = /\/((?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{28,512})(?=[/?#]|$)/dgi;

/** The parts of web addresses that open a door or name a person: credentials, tokens, telling query values. The address itself stays. */
export const findUrlSecrets: Detector = (text) => {
  if (!text.includes('://')) return [];
  const hits: PersonalData[] = [];
  for (const match of text.matchAll(url)) {
    const inside = [match[0]].flatMap((whole) => {
      const login = credentials.exec(whole)?.indices?.[1];
      const first: PersonalData[] = login === undefined ? [] : [{ type: 'url', start: login[0], end: login[1] }];
      return [...first, ...matches('url', secret, whole), ...matches('url', opaque, whole)];
    });
    for (const { start, end } of inside) hits.push({ type: 'url', start: match.index + start, end: match.index + end });
  }
  return hits;
};
