import { isIban } from './checksums.ts';
import { matches, type Detector } from './hit.ts';

const gate = /微信|薇信|威信|v信|加v|加微|wechat|weixin|\bvx\b|\bwx\b|vx[:：]|wx[:：]|qq|扣扣/i;
const wechat =
  /(?:微信号?|薇信|威信|v信|加v|加微|wechat(?:\s*id)?|weixin|(?<![a-z])[vw]x)(?:[\s:：,，]|号码?|是|为|id\b|is\b|我){0,6}([a-z][\w-]{4,19}|[1-9]\d{4,10})(?![\w@])/dgi;
const qq = /(?:qq|扣扣|企鹅)(?:[\s:：,，]|号码?|群|是|为|我){0,5}([1-9]\d{4,10})(?!\d)/dgi;
const words =
  /^(?:wechat|weixin|please|number|group|account|official|payment|support|about|which|where|would|could|should|there|service|and|does|doesn|isn|pay)/i;

/** WeChat and QQ ids behind the word that names them. */
export const findHandles: Detector = (text) =>
  gate.test(text)
    ? [...matches('wechat', wechat, text, (id) => !words.test(id) && /[\d_-]|^[a-z]{6,}$/i.test(id)), ...matches('wechat', qq, text)]
    : [];

const plate =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·・ ]?(?=[A-Z0-9]{0,5}\d)(?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]|[DF][A-HJ-NP-Z0-9]\d{4}|\d{5}[DF])(?![A-Za-z0-9])/dg;

/** Number plates of mainland China (GA 36-2018). */
export const findPlates: Detector = (text) => matches('plate', plate, text);

const iban = /(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Z0-9])/dgi;

export const findIbans: Detector = (text) => matches('iban', iban, text, isIban);
