/** 64 bits of a fingerprint: `key` (53 bits) finds a claim, `check` (the other 11) tells two fingerprints with one key apart. */
export interface Print {
  readonly key: number;
  readonly check: number;
}

/**
 * A keyed 64-bit hash in two 32-bit lanes (the rounds of cyrb53, public domain, https://github.com/bryc/code). The seed is secret to the
 * store, so that nobody can prepare texts that collide; it is no cryptographic promise, as a claim is only a hint.
 */
export const printOf = (fingerprint: string, seed: number): Print => {
  let one = 0xdeadbeef ^ seed;
  let two = 0x41c6ce57 ^ seed;
  for (let at = 0; at < fingerprint.length; at += 1) {
    const unit = fingerprint.charCodeAt(at);
    one = Math.imul(one ^ unit, 2654435761);
    two = Math.imul(two ^ unit, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return { key: (two >>> 0) * 0x200000 + (one >>> 11), check: one & 0x7ff };
};
