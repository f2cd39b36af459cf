import { hashUnits } from './hash.ts';
import { shingles } from './shingles.ts';

const permutations = 64;
const rows = 4;

// Odd multipliers and offsets of the permutations; fixed for ever, since signatures are remembered.
const multipliers = Uint32Array.from({ length: permutations }, (_, at) => hashUnits(`multiply ${at}`, 0, `multiply ${at}`.length) | 1);
const offsets = Uint32Array.from({ length: permutations }, (_, at) => hashUnits(`add ${at}`, 0, `add ${at}`.length));

/** MinHash signature: 64 minima, one per permutation (Broder 1997). */
export type Signature = Uint32Array;

/** Signature of a folded text, or null where it has fewer than `least` shingles and likeness would mean little. */
export const signatureOf = (folded: string, least = 8): Signature | null => {
  const hashes = shingles(folded);
  if (hashes.length < least) return null;
  const minima = new Uint32Array(permutations).fill(0xffffffff);
  for (const hash of hashes) {
    for (let at = 0; at < permutations; at += 1) {
      const mixed = Math.imul(hash, multipliers[at] as number) + (offsets[at] as number);
      // The low bits of a product mix badly; the high ones come down.
      const value = (mixed ^ (mixed >>> 15)) >>> 0;
      if (value < (minima[at] as number)) minima[at] = value;
    }
  }
  return minima;
};

/** Estimated Jaccard likeness of the two texts, 0 to 1; standard error at most 1/16. */
export const likeness = (a: Signature, b: Signature): number => {
  let equal = 0;
  for (let at = 0; at < permutations; at += 1) if (a[at] === b[at]) equal += 1;
  return equal / permutations;
};

/** 48 bits a band: eight base64url characters, cut from one string. */
const bandBytes = 6;

/** Fingerprints of the 16 bands of 4: texts with a likeness of 0.8 share one with a probability above 0.999. */
export const bandsOf = (signature: Signature): string[] => {
  const bytes = Buffer.allocUnsafe((permutations / rows) * bandBytes);
  for (let at = 0; at < permutations; at += rows) {
    let band = 0x811c9dc5;
    let other = at + 1;
    for (let row = at; row < at + rows; row += 1) {
      band = Math.imul(band ^ (signature[row] ?? 0), 0x01000193);
      other = Math.imul(other + (signature[row] ?? 0), 0x85ebca6b);
      other ^= other >>> 15;
    }
    bytes.writeUInt32LE(band >>> 0, (at / rows) * bandBytes);
    bytes.writeUInt16LE((other ^ at) & 0xffff, (at / rows) * bandBytes + 4);
  }
  const packed = bytes.toString('base64url');
  return Array.from({ length: permutations / rows }, (_, band) => `${band.toString(36)}${packed.slice(band * 8, band * 8 + 8)}`);
};

/** Base64 of the low 16 bits of each minimum: enough to tell likeness, 172 characters. */
export const packSignature = (signature: Signature): string => Buffer.from(new Uint16Array(signature).buffer).toString('base64');

/** Likeness of two packed signatures; 0 where one is damaged. */
export const packedLikeness = (a: string, b: string): number => {
  const one = Buffer.from(a, 'base64');
  const two = Buffer.from(b, 'base64');
  if (one.length !== permutations * 2 || two.length !== permutations * 2) return 0;
  let equal = 0;
  for (let at = 0; at < one.length; at += 2) if (one[at] === two[at] && one[at + 1] === two[at + 1]) equal += 1;
  return equal / permutations;
};
