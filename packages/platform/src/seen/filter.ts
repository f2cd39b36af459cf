const bitsPerKey = 12;
const wordsPerBlock = 16;
const probes = 6;

/** A Bloom filter whose probes of one key lie in one cache line (512 bits): says `false` only for keys that were never added. */
export interface Filter {
  readonly words: Uint32Array;
}

export const createFilter = (capacity: number): Filter => ({
  words: new Uint32Array(Math.max(1, Math.ceil((capacity * bitsPerKey) / 32 / wordsPerBlock)) * wordsPerBlock),
});

const blockOf = ({ words }: Filter, key: number): number => (key % (words.length / wordsPerBlock)) * wordsPerBlock;

/** Nine fresh bits for each probe. */
const scatter = (key: number): number => Math.imul((key / 0x100000) | 0, 0x9e3779b1) ^ Math.imul(key | 0, 0x85ebca6b);

export const addTo = (filter: Filter, key: number): void => {
  const block = blockOf(filter, key);
  let bits = scatter(key);
  for (let probe = 0; probe < probes; probe += 1) {
    const bit = (bits >>> 23) & 511;
    const word = block + (bit >>> 5);
    filter.words[word] = (filter.words[word] ?? 0) | (1 << (bit & 31));
    bits = Math.imul(bits, 0x2c1b3c6d) ^ (bits >>> 15);
  }
};

export const mayHold = (filter: Filter, key: number): boolean => {
  const block = blockOf(filter, key);
  let bits = scatter(key);
  for (let probe = 0; probe < probes; probe += 1) {
    const bit = (bits >>> 23) & 511;
    if (((filter.words[block + (bit >>> 5)] ?? 0) & (1 << (bit & 31))) === 0) return false;
    bits = Math.imul(bits, 0x2c1b3c6d) ^ (bits >>> 15);
  }
  return true;
};

export const filterBytes = ({ words }: Filter): Uint8Array => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);

export const filterOf = (bytes: Uint8Array): Filter => ({ words: new Uint32Array(bytes.slice().buffer) });
