/** Luhn's check (ISO/IEC 7812-1, annex B) over digits. */
export const passesLuhn = (digits: string): boolean => {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
};

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

const isDate = (year: number, month: number, day: number): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && year <= 2100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

const isProvince = (code: number): boolean => (code >= 11 && code <= 65) || code === 71 || code === 81 || code === 82 || code === 83;

/** Chinese resident identity number: 18 places with the MOD 11-2 check of GB 11643-1999, or the old 15 with a date in it. */
export const isChineseId = (value: string): boolean => {
  if (!/^(?:\d{15}|\d{17}[\dXx])$/.test(value) || !isProvince(Number(value.slice(0, 2)))) return false;
  if (value.length === 15) {
    return isDate(1900 + Number(value.slice(6, 8)), Number(value.slice(8, 10)), Number(value.slice(10, 12)));
  }
  if (!isDate(Number(value.slice(6, 10)), Number(value.slice(10, 12)), Number(value.slice(12, 14)))) return false;
  const sum = weights.reduce((total, weight, at) => total + weight * Number(value[at]), 0);
  return '10X98765432'[sum % 11] === value[17]?.toUpperCase();
};

/** IBAN check (ISO 13616, MOD 97-10); spaces are passed over. */
export const isIban = (value: string): boolean => {
  const compact = value.replaceAll(' ', '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact)) return false;
  let rest = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
};
