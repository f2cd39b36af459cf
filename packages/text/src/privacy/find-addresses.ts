import { matches, type Detector, type PersonalData } from './hit.ts';

const anchor = /\d{1,5}(?:-\d{1,5})?(?:号(?!线|店|码|前|后|的|之|早|晚|下午|上午|到|就|才)|弄|栋|幢|座|单元)/g;
const street = /[\u4e00-\u9fff](?:路|街|大道|道|巷|弄|胡同|村|镇|小区|花园|公寓|苑|家园|新村)[\u4e00-\u9fff]{0,8}$/;
const region = /省|自治区|市|区|县/;
const cue = /(?:地址|住址|家住|住在|住|寄到|寄往|送到|送至|发到|收货|位于|改到|改成|改为)[是为在到:： ]{0,2}/g;
const opening = /[^\u4e00-\u9fff\dA-Za-z]/;
const filler = /^(?:我(?:们)?(?:家|的)?|请|就|麻烦|这里|那边|在|是|于|到|从|给|把)+/;
// Bounded: an address has few parts, and an unbounded tail would be read again from every number.
const rest = /(?:[\u4e00-\u9fffA-Za-z]{0,6}?\d{1,5}(?:-\d{1,5}){0,2}(?:号楼|号|弄|栋|幢|座|单元|室|层|楼|房)|\d{3,4}(?!\d)){0,8}/y;
const unit = /[栋幢座室层楼房]|单元|弄/;
const reach = 48;

const startOf = (before: string): { start: number; cued: boolean } => {
  let start = 0;
  let cued = false;
  for (let at = before.length - 1; at >= 0; at -= 1) {
    if (opening.test(before[at] ?? '')) {
      start = at + 1;
      break;
    }
  }
  for (const match of before.matchAll(cue)) {
    cued = true;
    start = Math.max(start, match.index + match[0].length);
  }
  return { start: start + (filler.exec(before.slice(start))?.[0].length ?? 0), cued };
};

const chinese = (text: string): PersonalData[] => {
  const hits: PersonalData[] = [];
  let floor = 0;
  for (const match of text.matchAll(anchor)) {
    if (match.index < floor) continue;
    const from = Math.max(floor, match.index - reach);
    const before = text.slice(from, match.index);
    if (!street.test(before)) continue;
    const { start, cued } = startOf(before);
    rest.lastIndex = match.index + match[0].length;
    const end = rest.test(text) ? rest.lastIndex : match.index + match[0].length;
    const whole = text.slice(from + start, end);
    if (start >= before.length || !(cued || region.test(whole) || unit.test(text.slice(match.index, end)))) continue;
    hits.push({ type: 'address', start: from + start, end });
    floor = end;
  }
  return hits;
};

const english =
  /\b\d{1,5}[A-Za-z]?\s(?:[NSEW]\.?\s)?(?:[A-Z][a-z]{1,20}\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Place|Pl|Square|Terrace|Crescent|Parkway)\b\.?(?:,?\s(?:Apt|Apartment|Unit|Suite|Flat|#)\.?\s?\w{1,6})?(?:,\s?[A-Z][a-z]{1,20}(?:\s[A-Z][a-z]{1,20})?)?(?:,\s?[A-Z]{2}\s\d{5}(?:-\d{4})?)?/dg;

/** Postal addresses down to a house number: 杭州市西湖区文三路12号, "221 Baker Street". A street alone is a place, not a person's home. */
export const findAddresses: Detector = (text) => [...chinese(text), ...matches('address', english, text)];
