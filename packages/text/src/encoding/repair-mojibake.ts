import { repairGbk } from './repair-gbk.ts';
import { repairLatin } from './repair-latin.ts';

const nonAscii = /\P{ASCII}/u;
const destroyed = /锟斤拷|锟\ufffd|(?:\ufffd\s*){3}/;

export interface RepairedText {
  readonly text: string;
  /** `mojibake`: read right now. `unrecoverable-encoding`: characters were destroyed before we got them, nothing was changed. */
  readonly repair?: 'mojibake' | 'unrecoverable-encoding';
}

/** Text that was decoded with the wrong charset, read right where that can be done for sure. Clean text is never touched. */
export const repairMojibake = (text: string): RepairedText => {
  if (!nonAscii.test(text)) return { text };
  if (destroyed.test(text)) return { text, repair: 'unrecoverable-encoding' };
  const out = repairLatin(text) ?? repairGbk(text);
  return out === null || out === text ? { text } : { text: out, repair: 'mojibake' };
};
