import iconv from 'iconv-lite';
import { countHan } from './common-han.ts';

const decoder = new TextDecoder('utf-8');
// iconv writes `?` for the half character that the misreading left at the end.
const lost = /\ufffd+\??/g;

/**
 * UTF-8 that was read as GBK, read right (鎴戠殑 is 我的); null where the text is not that. The misreading often eats the last character,
 * which becomes U+FFFD; more than a tenth of those, or no clear gain of common characters, refuses the repair.
 */
export const repairGbk = (text: string): string | null => {
  const glance = countHan(text, 48);
  if (glance.han < 2 || glance.common > 0.25 * glance.han) return null;
  const out = decoder.decode(iconv.encode(text, 'gbk')).replace(lost, '\ufffd');
  const after = countHan(out);
  const gone = out.split('\ufffd').length - 1;
  if (after.han < 1 || after.common < 0.4 * after.han || gone > Math.max(1, 0.1 * out.length)) return null;
  return out;
};
