import { isChineseId, passesLuhn } from './checksums.ts';
import type { PersonalDataType } from './hit.ts';
import type { Cues } from './number-cues.ts';

// Issuer ranges with their lengths (ISO/IEC 7812; UnionPay 62).
const issuers =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35\d{14}|(?:2131|1800)\d{11}|6(?:011|4[4-9]\d|5\d\d)\d{12}|62\d{14,17}|(?:5018|5020|5038|6304|6759|676[1-3])\d{8,15})$/;
const sameDigit = /^(\d)\1+$/;
const mobile = /^(?:(?:00)?86)?1[3-9]\d{9}$/;
const chineseLandline = /^0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}$/;
const american = /^1?[2-9]\d{2}[2-9]\d{6}$/;
const trunk = /^0[1-9]\d{8,9}$/;
const socialSecurity = /^(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}$/;

const isCard = (digits: string, cues: Cues): boolean => {
  if (sameDigit.test(digits)) return false;
  if (issuers.test(digits) && passesLuhn(digits)) return true;
  return cues.card && (digits.length >= 16 || passesLuhn(digits));
};

const isPhone = (written: string, digits: string, cues: Cues): boolean => {
  if (mobile.test(digits)) return true;
  if (written.startsWith('+')) return digits.length >= 8 && digits.length <= 15;
  const grouped = /\d[ ().-]+\d/.test(written);
  if (chineseLandline.test(digits) && (grouped || cues.phone)) return true;
  if (american.test(digits) && (cues.phone || /^1?[ .-]?\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}$/.test(written))) return true;
  if (trunk.test(digits) && (grouped || cues.phone)) return !/^\d{1,2}[.-]/.test(written);
  if (/^00[1-9]\d{8,12}$/.test(digits)) return true;
  return cues.phone && digits.length >= 7 && digits.length <= 15 && !/^(?:19|20)\d{2}[-.]/.test(written);
};

/** Kind of personal number, or null: order numbers, dates and amounts are none. `written` may hold separators. */
export const classifyNumber = (written: string, cues: Cues): PersonalDataType | null => {
  const compact = written.replace(/[^\dXx]/g, '');
  if (isChineseId(compact) && (compact.length === 18 || !cues.order)) return 'id';
  if (cues.order) return null;
  const digits = compact.replace(/[Xx]$/, '');
  if (socialSecurity.test(written)) return 'id';
  if (digits.length >= 12 && digits.length <= 19 && isCard(digits, cues)) return 'card';
  // Company lines: 400 and 800 numbers belong to nobody.
  if (/^[48]00\d{7}$/.test(digits)) return null;
  return digits.length <= 15 && isPhone(written, digits, cues) ? 'phone' : null;
};
