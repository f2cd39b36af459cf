import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { FeatureBuffer } from './features.ts';

/** As shipped: weights as signed bytes, deflated, in base64. */
export interface PackedModel {
  /** A power of two. */
  readonly buckets: number;
  /** Weight = byte × scale. */
  readonly scale: number;
  readonly weights: string;
}

export interface LinearModel {
  readonly bytes: Int8Array;
  readonly scale: number;
}

/** Smaller weights than `floor` of the largest byte become 0: they carry noise and do not compress. */
export const packModel = (weights: Float64Array, floor: number): PackedModel => {
  // The few largest weights are cut, so that the many middle ones keep their resolution.
  const sorted = weights.map(Math.abs).sort();
  const top = sorted[Math.floor(sorted.length * 0.9995)] ?? 0;
  const scale = Math.max(top, 1e-9) / 127;
  const bytes = Int8Array.from(weights, (weight) => {
    const level = Math.max(-127, Math.min(127, Math.round(weight / scale)));
    return Math.abs(level) < floor ? 0 : level;
  });
  return { buckets: weights.length, scale: Number(scale.toPrecision(6)), weights: deflateRawSync(bytes, { level: 9 }).toString('base64') };
};

export const unpackModel = ({ scale, weights }: PackedModel): LinearModel => {
  const raw = inflateRawSync(Buffer.from(weights, 'base64'));
  return { bytes: new Int8Array(raw.buffer, raw.byteOffset, raw.byteLength), scale };
};

/** Buckets met so far, plus one, in an open-addressed table; reused between calls. It stays in the first cache, the weights do not. */
const met = { buckets: new Uint32Array(1024) };

/** An empty table with room for twice `count`. */
const emptyTable = (count: number): Uint32Array => {
  const size = 2 ** Math.ceil(Math.log2(Math.max(64, count * 2)));
  if (met.buckets.length < size) met.buckets = new Uint32Array(size);
  return met.buckets.subarray(0, size).fill(0);
};

/** Signed distance from the boundary: the sum of the weights of the distinct n-grams over the root of their number. 0 for none. */
export const scoreLinear = ({ bytes, scale }: LinearModel, { hashes, count }: FeatureBuffer): number => {
  const mask = bytes.length - 1;
  const table = emptyTable(count);
  const last = table.length - 1;
  let sum = 0;
  let distinct = 0;
  for (let at = 0; at < count; at += 1) {
    const bucket = (hashes[at] as number) & mask;
    let slot = bucket & last;
    while (table[slot] !== 0 && table[slot] !== bucket + 1) slot = (slot + 1) & last;
    if (table[slot] !== 0) continue;
    table[slot] = bucket + 1;
    distinct += 1;
    sum += bytes[bucket] as number;
  }
  return distinct === 0 ? 0 : (sum * scale) / Math.sqrt(distinct);
};
