import type { Entity } from '@earshot/model';

/** One pass over a folded text; the groups name the kind. Bounded repeats only. */
const pattern = new RegExp(
  [
    // A number behind a cue, or a code of letters and digits such as SF1029384756; the value is the number alone.
    String.raw`(?:订单号?|单号|运单号?|快递号|编号|工单号?|order|tracking|booking|confirmation|reservation|ticket|case|invoice|parcel|flight|ref(?:erence)?)(?:\s?(?:number|no\.?|id|code))?\s{0,2}(?:[:：#是为]|is)?\s{0,2}#?(?<cued>(?=[a-z\-]{0,6}\d)[a-z\d][a-z\d\-]{2,29})`,
    String.raw`(?<![a-z\d])(?<order>[a-z]{1,4}-?\d{6,20}|\d{10,20})(?![a-z\d])`,
    String.raw`(?<money>(?:[$€£¥￥]|rmb|usd|us\$|hk\$)\s?\d{1,9}(?:[.,]\d{1,3}){0,3}|\d{1,9}(?:[.,]\d{1,3}){0,3}\s?(?:万?元|块钱?|美元|港币|rmb\b|usd\b|yuan\b|dollars?\b|euros?\b|pounds?\b|bucks\b))`,
    String.raw`(?<date>\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}月\d{1,2}[日号]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s\d{1,2}(?:st|nd|rd|th)?\b|\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?(?:january|february|march|april|may|june|july|august|september|october|november|december)\b)`,
  ].join('|'),
  'gd',
);
const digit = /\d/;
const most = 16;

const kinds = [
  ['cued', 'order'],
  ['order', 'order'],
  ['money', 'money'],
  ['date', 'date'],
] as const;

/** Order and tracking numbers, sums of money and dates, in order. `text` and `folded` (as `fold` gives it) share their offsets. */
export const findEntities = (text: string, folded: string): Entity[] => {
  if (!digit.test(folded)) return [];
  const entities: Entity[] = [];
  for (const { groups, indices } of folded.matchAll(pattern)) {
    if (entities.length >= most) break;
    for (const [group, type] of kinds) {
      const span = groups?.[group] === undefined ? undefined : indices?.groups?.[group];
      if (span !== undefined) entities.push({ type, value: text.slice(span[0], span[1]), start: span[0], end: span[1] });
    }
  }
  return entities;
};
