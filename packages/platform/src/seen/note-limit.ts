import type { Claim } from './port.ts';

const noteLimit = 1024;

/** @throws RangeError when a note is over 1 KiB of UTF-8 */
export const checkNotes = (claims: readonly Claim[]): void => {
  for (const { note } of claims) {
    if (note !== undefined && note.length * 3 > noteLimit && Buffer.byteLength(note) > noteLimit) {
      throw new RangeError(`the note of a claim is over ${noteLimit} bytes`);
    }
  }
};
