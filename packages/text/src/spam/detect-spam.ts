export type SpamReason = 'advertising' | 'prize' | 'links' | 'keyboard-mash' | 'repetition';

/** Several weak signs together make spam; one alone never does. */
interface Sign {
  readonly reason: SpamReason;
  readonly weight: number;
  readonly pattern: RegExp;
}

const sign = (reason: SpamReason, weight: number, pattern: RegExp): Sign => ({ reason, weight, pattern });

const chinese: readonly Sign[] = [
  sign(
    'advertising',
    2,
    /兼职(?:招聘|刷单|日结)?|日赚|月入[过上]?[万\d]|轻松赚钱|在家赚|刷单|代开[^，。]{0,4}发票|开发票请?联系|网赚|博彩|娱乐城|百家乐|彩票[^，。]{0,4}(?:计划|带)|六合彩|裸聊|约炮|办证|刻章|套现|信用卡提额|无抵押|低息贷款|秒批|黑户|外挂|代练|私服/,
  ),
  sign(
    'advertising',
    1,
    /加(?:我)?(?:微信|v信|vx|wx|qq|扣扣|群)|(?:微信|vx|wx|qq|薇信)[号]?[:：\s]?(?:\[wechat\]|[a-z\d_-]{5,})|扫码(?:进群|领)|私聊|咨询(?:电话|微信|qq)|\[wechat\]/,
  ),
  sign(
    'advertising',
    1,
    /优惠(?:券|大放送)|限时(?:特价|抢购)|厂家直销|全网最低|一手货源|招代理|诚招|高仿|a货|点击(?:领取|链接)|免费(?:领|送|试)|回复?t退订|退订回/,
  ),
  sign('prize', 2, /恭喜您?(?:中奖|获得|被抽中)|中奖(?:号码|通知)|领取(?:大奖|奖品|奖金)|幸运(?:用户|观众)/),
];

const heavyChinese = new RegExp(chinese.flatMap(({ weight, pattern }) => (weight > 1 ? [pattern.source] : [])).join('|'));

const english: readonly Sign[] = [
  sign(
    'prize',
    2,
    /\b(?:you(?:'ve| have)? (?:been )?(?:won(?!['’])|selected|chosen)|winner!|claim (?:your|ur|now)|to claim|guaranteed (?:£|\$|cash|prize)|(?:£|\$)\s?\d[\d,]*\s?(?:cash|prize|award|bonus)|prize (?:draw|guaranteed|reserved)|lottery|national attempt|awarded)\b/,
  ),
  sign(
    'advertising',
    2,
    /\b(?:make money (?:fast|online)|work from home|earn (?:up to )?\$\d+|casino|viagra|cialis|payday loan|no credit check|hot singles|xxx|adult (?:chat|dating)|sexy? (?:chat|singles)|dating service|seo services?|backlinks?|guest post|crypto(?:currency)? (?:signals?|profits?)|forex signals?|bitcoin investment)\b/,
  ),
  sign(
    'advertising',
    1,
    /\b(?:ringtones?|polyphonic|txt|mobile content|per msg|\d+p\/(?:min|msg)|p\/min|150ppm|callertune|opt[- ]?out|unsub|reply stop|text stop|to stop|t&cs?|ts&cs|sms services?|subscri(?:be|ption)|land ?line|(?:call|text) (?:now|free|0\d{8,})|freemsg|free entry|ur mob(?:ile)?|camera phone|tones?|18\+|16\+|\d{5} now)\b/,
  ),
  sign(
    'advertising',
    1,
    /\b(?:urgent!?|limited (?:time )?offer|act now|click (?:here|below)|buy now|special promotion|bonus|voucher|free|exclusive|private!?|valid \d+|expires?|order now|discount)\b/,
  ),
  sign('prize', 1, /(?:£|\$)\s?\d{2,}|\bcash\b|\bprize|\bwon\b(?!['’])|\baward/),
  sign(
    'advertising',
    1,
    /\b(?:0[89]\d{8,9}|\d{5,6})\b[^.]{0,40}\b(?:call|txt|text|send|reply)|\b(?:call|txt|text|send|reply)\b[^.]{0,60}?\b(?:0[89]\d{8,9}|[4-9]\d{4})\b/,
  ),
];

const threshold = 3;
const readChars = 2000;
const link = /(?:https?:\/\/|www\.)\S+/g;
const words = /[\p{Letter}\p{Number}]/u;
const rows = /(?:[asdfghjkl]{9,}|[qwertyuiop]{11,}|[zxcvbnm]{8,})/;
const feedbackWords = /退款|投诉|订单|快递|客服|发货|收到|质量|refund|order|complain|delivery|support|service|app\b/;
const repeated = /^(.{1,4}?)\1{7,}$/su;

/** Many links and hardly a word beside them. */
const isLinkFarm = (folded: string): boolean => {
  const links = folded.match(link);
  if (links === null || links.length < 3) return false;
  const rest = folded.replace(link, '').replace(/\s+/g, '');
  return rest.length < 15 * links.length;
};

const vowelless = (folded: string): boolean => {
  if (!/^[a-z\s;',./]+$/.test(folded) || folded.length < 12) return false;
  return rows.test(folded) || /[bcdfghjklmnpqrstvwxz]{10,}/.test(folded);
};

/** Two Han characters over and over (不错不错…) are an opinion said loudly. */
const outcry = /^[哈呵嘿啊好赞差烂a-z]$|[\u4e00-\u9fff]{2}/;

/** Nothing to read: letters hit at random, or one piece over and over. Short cries such as 哈哈哈 or "!!!" are no spam. */
const meaningless = (folded: string): SpamReason | null => {
  const compact = folded.replace(/\s+/g, '');
  if (compact.length >= 16 && words.test(compact)) {
    const unit = repeated.exec(compact)?.[1];
    if (unit !== undefined && !outcry.test(unit)) return 'repetition';
  }
  return vowelless(folded) ? 'keyboard-mash' : null;
};

export interface Spam {
  readonly reason: SpamReason;
  readonly score: number;
}

/**
 * Unsolicited or meaningless text, or null; takes the folded text (see fold). Conservative: a complaint taken for spam costs more than an advertisement that passes, so
 * words of a customer's own case weigh against it.
 */
export const detectSpam = (whole: string): Spam | null => {
  if (whole.length < 8) return null;
  const folded = whole.length > readChars ? whole.slice(0, readChars) : whole;
  const nothing = meaningless(folded);
  if (nothing !== null) return { reason: nothing, score: threshold };
  if (isLinkFarm(folded)) return { reason: 'links', score: threshold };
  let score = 0;
  let reason: SpamReason = 'advertising';
  let heaviest = 0;
  const isChinese = /[\u4e00-\u9fff]/.test(folded);
  // Without a heavy sign no Chinese text reaches the threshold: nearly all end here.
  if (isChinese && !heavyChinese.test(folded)) return null;
  for (const { reason: found, weight, pattern } of isChinese ? chinese : english) {
    if (!pattern.test(folded)) continue;
    score += weight;
    if (weight > heaviest) {
      heaviest = weight;
      reason = found;
    }
  }
  if (score >= threshold && feedbackWords.test(folded)) score -= 1;
  return score >= threshold ? { reason, score } : null;
};
