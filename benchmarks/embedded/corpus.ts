import { createWriteStream, readFileSync } from 'node:fs';
import { once } from 'node:events';

interface SampleRow {
  readonly feedback?: string;
}

const sample = (name: string): readonly string[] =>
  readFileSync(new URL(`../../services/standalone/sample/web/${name}.ndjson`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .flatMap((line) => (JSON.parse(line) as SampleRow).feedback ?? []);

/** mulberry32: the same corpus in every run. */
const seeded = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};

export interface Corpus {
  readonly documents: number;
  /** UTF-16 code units of text, mean. */
  readonly meanLength: number;
}

/**
 * Messages of the sample shop and hotel, zh and en as there, sentences shuffled and each numbered, so that no text stands twice.
 * @returns rows one at a time
 */
export function* corpusRows(
  documents: number,
): Generator<{ id: string; feedback: string; evaluation: number; author: string; occurredAt: string }> {
  const texts = [...sample('shop'), ...sample('hotel')];
  const random = seeded(42);
  const start = Date.UTC(2026, 9, 26);
  for (let number = 0; number < documents; number += 1) {
    const text = texts[Math.floor(random() * texts.length)] ?? '';
    const sentences = text.split(/(?<=[。！？.!?])/u);
    const shift = Math.floor(random() * sentences.length);
    const feedback = `${[...sentences.slice(shift), ...sentences.slice(0, shift)].join('').trim()} (${number})`;
    yield {
      id: `bench-${number}`,
      feedback,
      evaluation: 1 + Math.floor(random() * 5),
      author: `customer-${Math.floor(random() * (documents / 3))}`,
      occurredAt: new Date(start + number * 4000).toISOString(),
    };
  }
}

/** Writes the corpus as NDJSON. */
export const writeCorpus = async (file: string, documents: number): Promise<Corpus> => {
  const out = createWriteStream(file);
  let length = 0;
  for (const row of corpusRows(documents)) {
    length += row.feedback.length;
    if (!out.write(`${JSON.stringify(row)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  return { documents, meanLength: Math.round(length / documents) };
};
