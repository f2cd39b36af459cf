const mix = 0x5bd1e995;

/** MurmurHash2, 32 bits, seed 0x9747b28c, as Kafka's org.apache.kafka.common.utils.Utils.murmur2: a signed 32-bit integer. */
export const murmur2 = (bytes: Uint8Array): number => {
  const { length } = bytes;
  let hash = 0x9747b28c ^ length;
  const whole = length & ~3;
  for (let at = 0; at < whole; at += 4) {
    let word = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    word = Math.imul(word, mix);
    word ^= word >>> 24;
    hash = Math.imul(hash, mix) ^ Math.imul(word, mix);
  }
  const rest = length & 3;
  if (rest === 3) hash ^= (bytes[whole + 2] ?? 0) << 16;
  if (rest >= 2) hash ^= (bytes[whole + 1] ?? 0) << 8;
  if (rest >= 1) hash = Math.imul(hash ^ (bytes[whole] ?? 0), mix);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, mix);
  return (hash ^ (hash >>> 15)) | 0;
};

/** The partition of a key, the same as Kafka's default partitioner gives, so that the order per key survives a move to Kafka. */
export const partitionOf = (key: string, partitions: number): number => (murmur2(Buffer.from(key, 'utf8')) & 0x7fffffff) % partitions;
