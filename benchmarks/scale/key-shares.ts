import { partitionOf } from '@earshot/platform';
import { conversationKey } from '@earshot/model';

/** Share of the traffic that the conversation of each rank has: Zipf, 1 / rank^exponent. Sums to 1. */
export const zipfShares = (conversations: number, exponent: number): Float64Array => {
  const shares = new Float64Array(conversations);
  let sum = 0;
  for (let rank = 1; rank <= conversations; rank += 1) sum += shares[rank - 1] = rank ** -exponent;
  for (let at = 0; at < conversations; at += 1) shares[at] = (shares[at] ?? 0) / sum;
  return shares;
};

/** Hashes of the partitioner for keys as the connectors make them, once for all numbers of partitions. */
const hashes = new Map<number, Int32Array>();
const whole = 2 ** 31;
const hashesOf = (conversations: number): Int32Array => {
  let known = hashes.get(conversations);
  if (known === undefined) {
    known = new Int32Array(conversations);
    // A modulus over the whole range leaves the hash itself: the partition of any smaller number of partitions is its remainder.
    for (let at = 0; at < conversations; at += 1) known[at] = partitionOf(conversationKey('web', 'shop', `conversation-${at}`), whole);
    hashes.set(conversations, known);
  }
  return known;
};

/** Share of the traffic of each partition, by the partitioner that the log uses. Sums to 1. */
export const partitionShares = (keys: Float64Array, partitions: number): Float64Array => {
  const hashed = hashesOf(keys.length);
  const shares = new Float64Array(partitions);
  for (const [at, share] of keys.entries()) {
    const partition = (hashed[at] ?? 0) % partitions;
    shares[partition] = (shares[partition] ?? 0) + share;
  }
  return shares;
};
