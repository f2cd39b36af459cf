import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Measurement, percentile, type Table } from '../report.ts';
import { fill } from './fill.ts';
import { hopLines, measureHops } from './hops.ts';
import { postToSearchable } from './latency.ts';
import { rawMessages } from './messages.ts';
import { foldProfile, readProfiles } from './profile.ts';
import { rebalanceStops } from './rebalance.ts';
import { openSides, type Setting, type Sides } from './sides.ts';
import { type Grounds, openGrounds } from './space.ts';
import { indexBytes, stageCosts } from './stage-costs.ts';

const records = 8000;
const rounds = 5;
const backlog = 1_000_000;
const postsPerSecond = 500;
const seconds = 60;
const goals = { p50Ms: 1200, p99Ms: 2500, stopSeconds: 3 };
const costsFile = fileURLToPath(new URL('../../docs/measured/stage-costs.json', import.meta.url));
export const machine = `${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}`;

export const against = (name: string, value: number, unit: string, goal: number, conditions: Measurement['conditions']): Measurement => ({
  name,
  value,
  unit,
  baseline: 'goal',
  baselineValue: goal,
  ratio: value / goal,
  conditions,
});

const withSides = async <T>(setting: Setting, flags: readonly string[], work: (sides: Sides) => Promise<T>): Promise<T> => {
  const sides = openSides(setting, flags);
  try {
    return await work(sides);
  } finally {
    await sides.end();
  }
};

/** Where the time of the fused worker and of the indexer goes: their second rounds, the first ones warm up. */
export const profileTables = async (setting: Setting): Promise<readonly Table[]> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-profile-'));
  try {
    const runs = 2;
    await withSides(setting, ['--cpu-prof', `--cpu-prof-dir=${folder}`], async (sides) => {
      for (let run = 0; run < runs; run += 1) await sides.fused();
    });
    return readProfiles(folder).map((profile) => {
      const places = [...foldProfile(profile)].toSorted(([, a], [, b]) => b - a);
      const all = places.reduce((sum, [, micros]) => sum + micros, 0);
      // Both load the analysis; the worker alone runs it.
      const analysing = places.reduce((sum, [name, micros]) => sum + (name.startsWith('analyse: ') ? micros : 0), 0);
      const isWorker = analysing > all / 20;
      const rows = places.map(([name, micros]) => [
        name,
        (micros / (runs * setting.records)).toFixed(1),
        `${((100 * micros) / all).toFixed(1)} %`,
      ]);
      return {
        title: `Where each microsecond of the ${isWorker ? 'fused worker' : 'indexer'} goes`,
        head: ['place', 'µs a message', 'share'],
        rows: rows.filter((row) => Number(row[1]) >= 0.1),
      };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const prepare = async (grounds: Grounds): Promise<{ setting: Setting; perDocument: number }> => {
  const setting = { grounds, source: await grounds.space('source'), records };
  await fill(setting.source, 'raw', rawMessages(records));
  // Also warms the servers up.
  await withSides(setting, [], (sides) => sides.way());
  return { setting, perDocument: await indexBytes(setting, records) };
};

/**
 * QUIX_PYTHON names the python of an environment with the peer (`pip install 'quixstreams==3.28.*' 'elasticsearch<9'`); without it its line is
 * left out. Servers: KAFKA_BROKERS, ELASTICSEARCH_URL, REDIS_URL.
 */
export async function* benchmark(): AsyncGenerator<Measurement | Table> {
  const grounds = await openGrounds();
  const load = (): string => (loadavg()[0] ?? 0).toFixed(1);
  try {
    const before = load();
    const { setting, perDocument } = await prepare(grounds);
    const hops = await withSides(setting, [], (sides) => measureHops(sides, rounds, process.env['QUIX_PYTHON']));
    const conditions = { documents: records, rounds, servers: 'on the same cores', 'load before': before };
    yield* hopLines(hops, conditions);
    yield* await profileTables(setting);
    const steady = { 'posts per second': postsPerSecond, seconds, refresh: '1s', 'load before': load() };
    const times = await postToSearchable(grounds, postsPerSecond, seconds);
    yield against('post to searchable, distributed, p50', percentile(times, 0.5), 'ms', goals.p50Ms, steady);
    yield against('post to searchable, distributed, p99', percentile(times, 0.99), 'ms', goals.p99Ms, steady);
    const { join, kill, partition } = await rebalanceStops(grounds, backlog);
    const crowd = { backlog, 'load before': load() };
    yield against('longest stop of a group when a worker joins', join, 's', goals.stopSeconds, crowd);
    yield against('longest stop of a group when a worker is killed', kill, 's', goals.stopSeconds, crowd);
    yield against('longest stop of a partition when its worker is killed', partition, 's', goals.stopSeconds, crowd);
    const costs = await stageCosts(setting, hops, { machine, indexBytes: perDocument, stops: { join, kill, partition } });
    mkdirSync(path.dirname(costsFile), { recursive: true });
    writeFileSync(costsFile, `${JSON.stringify(costs, null, 2)}\n`);
  } finally {
    await grounds.close();
  }
}
