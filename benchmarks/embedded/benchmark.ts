import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { interleaved, type Measurement, median, percentile } from '../report.ts';
import { writeCorpus } from './corpus.ts';
import { importRun, plainRun } from './import-speed.ts';
import { acceptedToSearchable } from './latency.ts';
import { runObsei } from './obsei.ts';

const documents = 50_000;
const obseiDocuments = 2000;
const rounds = 5;
const postsPerSecond = 200;
const goals = { p50Ms: 50, p99Ms: 250, peakMiB: 600 };

/** OBSEI_COMMAND names the peer's command line (`pip install obsei==1.1.1` into a virtual environment); without it that side is left out. */
export async function* benchmark(): AsyncGenerator<Measurement> {
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-corpus-'));
  try {
    const file = path.join(folder, 'corpus.ndjson');
    const { meanLength } = await writeCorpus(file, documents);
    const conditions = { documents, 'mean text length': meanLength, rounds };
    const obsei = process.env['OBSEI_COMMAND'];
    let peakMiB = 0;
    const sides: Record<string, () => Promise<number>> = {
      import: async () => {
        const run = await importRun(file, documents);
        peakMiB = Math.max(peakMiB, run.peakMiB);
        return run.documentsPerSecond;
      },
      plain: async () => (await plainRun(file, documents)).documentsPerSecond,
      ...(obsei === undefined ? {} : { obsei: async () => runObsei(obsei, obseiDocuments) }),
    };
    const values = await interleaved(rounds, sides);
    const medianOf = (side: string): number => median(values[side] ?? []);
    const value = medianOf('import');
    const against = (name: string, baseline: string, baselineValue: number): Measurement => ({
      name,
      value,
      unit: 'documents/s',
      baseline,
      baselineValue,
      ratio: value / baselineValue,
      conditions,
    });
    yield against('import to indexed, full analysis', 'parse and FTS5 insertion alone', medianOf('plain'));
    if (obsei === undefined) process.stderr.write('skipped: Obsei (set OBSEI_COMMAND)\n');
    else yield against('import to indexed, full analysis', 'Obsei 1.1.1: CSV, redact, store; no analysis', medianOf('obsei'));
    yield {
      name: 'peak memory of the import',
      value: peakMiB,
      unit: 'MiB',
      baseline: 'goal',
      baselineValue: goals.peakMiB,
      ratio: peakMiB / goals.peakMiB,
      conditions,
    };
    const times = await acceptedToSearchable(postsPerSecond, 20);
    const load = { 'posts per second': postsPerSecond, posts: times.length };
    const half = percentile(times, 0.5);
    const most = percentile(times, 0.99);
    yield {
      name: 'accepted to searchable, p50',
      value: half,
      unit: 'ms',
      baseline: 'goal',
      baselineValue: goals.p50Ms,
      ratio: half / goals.p50Ms,
      conditions: load,
    };
    yield {
      name: 'accepted to searchable, p99',
      value: most,
      unit: 'ms',
      baseline: 'goal',
      baselineValue: goals.p99Ms,
      ratio: most / goals.p99Ms,
      conditions: load,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
