import { interleaved, type Measurement, median } from '../report.ts';
import type { Round, Sides } from './sides.ts';

/** Documents of one bulk of the bare loop; smaller and larger ones were slower or alike. */
const bulkSize = 500;

export interface Hops {
  readonly values: Readonly<Record<string, readonly number[]>>;
  /** Every round by its side. */
  readonly rounds: ReadonlyMap<string, readonly Round[]>;
}

/** All sides in turn; the first round of each warms up and is thrown away. @param quix python of the peer's environment */
export const measureHops = async (sides: Sides, rounds: number, quix: string | undefined): Promise<Hops> => {
  const kept = new Map<string, Round[]>();
  const keep =
    (name: string, work: () => Promise<Round>): (() => Promise<number>) =>
    async () => {
      const round = await work();
      kept.set(name, [...(kept.get(name) ?? []), round]);
      return round.perSecond;
    };
  const all: Record<string, () => Promise<number>> = {
    baseline: keep('baseline', () => sides.baseline(bulkSize)),
    indexer: keep('indexer', () => sides.indexer()),
    ...(quix === undefined ? {} : { quix: () => sides.quix(quix) }),
    fused: keep('fused', () => sides.fused()),
    unfused: keep('unfused', () => sides.unfused()),
    'one analyser': keep('one analyser', () => sides.analysers(1)),
    'two analysers': keep('two analysers', () => sides.analysers(2)),
  };
  const values = await interleaved(rounds + 1, all);
  for (const list of Object.values(values)) list.shift();
  for (const list of kept.values()) list.shift();
  return { values, rounds: kept };
};

interface Line {
  readonly name: string;
  readonly side: string;
  readonly baseline: string;
  readonly against: string;
  readonly goal: number;
}

const bare = 'bare kafkajs-to-bulk loop';
const lines: readonly Line[] = [
  { name: 'analysed topic to index: the indexer', side: 'indexer', baseline: bare, against: 'baseline', goal: 0.8 },
  {
    name: 'analysed topic to index: the indexer',
    side: 'indexer',
    baseline: 'Quix Streams 3.28, Elasticsearch sink',
    against: 'quix',
    goal: 1.3,
  },
  { name: 'raw topic to index: fused worker, indexer', side: 'fused', baseline: bare, against: 'baseline', goal: 0.35 },
  { name: 'raw topic to index: a worker per topic, indexer', side: 'unfused', baseline: bare, against: 'baseline', goal: 0.2 },
  { name: 'normalised to analysed: two workers', side: 'two analysers', baseline: 'one worker', against: 'one analyser', goal: 1.5 },
];

/** Of all processes and servers together, per second of processor time: what is left of a disturbed machine's speed. */
const perProcessorSecond = (rounds: readonly Round[]): number =>
  median(
    rounds.map(({ usage, servers, perSecond, seconds }) => {
      // Two workers of one hop share the records.
      const records = perSecond * seconds;
      const own = usage.reduce((sum, { cpuMicros }) => sum + cpuMicros, 0) / records;
      return 1e6 / (own + (servers.kafka ?? 0) + (servers.elasticsearch ?? 0) + (servers.redis ?? 0));
    }),
  );

export function* hopLines({ values, rounds }: Hops, conditions: Measurement['conditions']): Generator<Measurement> {
  for (const { name, side, baseline, against, goal } of lines) {
    const other = values[against];
    if (other === undefined) {
      process.stderr.write(`skipped: ${baseline} (set QUIX_PYTHON)\n`);
      continue;
    }
    const line = (unit: string, value: number, baselineValue: number): Measurement => ({
      name,
      value,
      unit,
      baseline,
      baselineValue,
      ratio: value / baselineValue,
      conditions: { goal, ...conditions },
    });
    yield line('documents/s', median(values[side] ?? []), median(other));
    const [own, others] = [rounds.get(side), rounds.get(against)];
    if (own !== undefined && others !== undefined)
      yield line('documents per processor second', perProcessorSecond(own), perProcessorSecond(others));
  }
}
