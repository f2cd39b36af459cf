import type { FeatureBuffer } from './features.ts';

export interface Example {
  readonly text: string;
  /** The class that a positive score stands for. */
  readonly positive: boolean;
  /** Cost of getting it wrong; 1 is usual. */
  readonly weight: number;
}

export interface Training {
  readonly features: (folded: string) => FeatureBuffer;
  /** Buckets, a power of two. */
  readonly buckets: number;
  readonly rounds: number;
}

interface Row {
  readonly indices: Uint32Array;
  readonly value: number;
  readonly sign: number;
  readonly damping: number;
  alpha: number;
}

/** Numerical Recipes' linear congruential generator: the same order of rows on every machine. */
const generator = (): ((below: number) => number) => {
  let state = 20_240_607;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
};

const shuffle = (rows: Row[], random: (below: number) => number): void => {
  for (let at = rows.length - 1; at > 0; at -= 1) {
    const other = random(at + 1);
    const [here, there] = [rows[at], rows[other]];
    if (here !== undefined && there !== undefined) {
      rows[at] = there;
      rows[other] = here;
    }
  }
};

const rowOf = (example: Example, { features, buckets }: Training): Row => {
  const { hashes, count } = features(example.text);
  const indices = Uint32Array.from(new Set(hashes.subarray(0, count).map((hash) => hash & (buckets - 1))));
  return {
    indices,
    value: 1 / Math.sqrt(Math.max(1, indices.length)),
    sign: example.positive ? 1 : -1,
    damping: 1 / (2 * example.weight),
    alpha: 0,
  };
};

/** One coordinate of the dual; returns nothing, moves `weights` and the row's alpha. */
const descend = (row: Row, weights: Float64Array): void => {
  let dot = 0;
  for (const index of row.indices) dot += weights[index] ?? 0;
  const gradient = row.sign * dot * row.value - 1 + row.damping * row.alpha;
  const next = Math.max(0, row.alpha - gradient / (1 + row.damping));
  const step = (next - row.alpha) * row.sign * row.value;
  if (step === 0) return;
  row.alpha = next;
  for (const index of row.indices) weights[index] = (weights[index] ?? 0) + step;
};

/**
 * L2-regularised, L2-loss support vector machine by dual coordinate descent (Hsieh et al., ICML 2008). Uses only + - * / and sqrt, which
 * IEEE 754 fixes to the bit, and a fixed order of rows: the same examples give the same weights everywhere.
 */
export const trainLinear = (examples: readonly Example[], training: Training): Float64Array => {
  const rows = examples.map((example) => rowOf(example, training)).filter(({ indices }) => indices.length > 0);
  const weights = new Float64Array(training.buckets);
  const random = generator();
  for (let round = 0; round < training.rounds; round += 1) {
    shuffle(rows, random);
    for (const row of rows) descend(row, weights);
  }
  return weights;
};
