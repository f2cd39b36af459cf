import { median } from '../report.ts';
import type { Topic } from '@earshot/model';
import { weigh } from './fill.ts';
import type { Hops } from './hops.ts';
import type { Server } from './server-usage.ts';
import type { Round, Setting } from './sides.ts';

/** What one message costs, as measured: `docs/measured/stage-costs.json`. Times are processor time, microseconds. */
export interface StageCosts {
  readonly command: string;
  readonly machine: string;
  readonly date: string;
  /** The figures are medians of so many. */
  readonly rounds: number;
  /** Workers of one hop each, and all three fused. */
  readonly stages: Readonly<Record<'clean' | 'normalise' | 'analyse' | 'index' | 'fused', number>>;
  /** Of the servers, over the whole way with a worker per topic. */
  readonly servers: Readonly<Partial<Record<Server, number>>>;
  /** Bytes of values, and of keys and headers, by topic; not compressed. */
  readonly bytes: Readonly<Record<'raw' | 'cleaned' | 'normalised' | 'analysed', { readonly value: number; readonly envelope: number }>>;
  /** On disk in the index, per document, without copies. */
  readonly indexBytes: number;
  /** Documents a second that the one node took from the indexer, beside everything else on the machine. */
  readonly indexPerSecond: number;
  /** Longest stop of a group, seconds. */
  readonly stops: { readonly join: number; readonly kill: number; readonly partition: number };
  /** One call of `seen`, milliseconds, and messages per call. */
  readonly claims: { readonly ms: number; readonly messages: number };
}

const usageOf = (rounds: readonly Round[], part: number): number =>
  median(rounds.map(({ usage }) => (usage[part]?.cpuMicros ?? 0) / (usage[part]?.records ?? 1)));

const serverOf = (rounds: readonly Round[], server: Server): number => median(rounds.map(({ servers }) => servers[server] ?? 0));

const round = (value: number): number => Number(value.toPrecision(3));

/** Bytes on disk per document of whatever indices there are now. */
export const indexBytes = async ({ grounds }: Setting, records: number): Promise<number> => {
  const index = `${grounds.name}-*`;
  await grounds.elastic.indices.forcemerge({ index, max_num_segments: 1 });
  const { _all: all } = await grounds.elastic.indices.stats({ index, metric: 'store' });
  return (all.primaries?.store?.size_in_bytes ?? 0) / records;
};

export const stageCosts = async (
  { source }: Setting,
  { rounds, values }: Hops,
  measured: Pick<StageCosts, 'machine' | 'indexBytes' | 'stops'>,
): Promise<StageCosts> => {
  const of = (name: string): readonly Round[] => rounds.get(name) ?? [];
  const weight = async (topic: Topic) => {
    const { value, envelope } = await weigh(source, topic);
    return { value: Math.round(value), envelope: Math.round(envelope) };
  };
  const calls = of('unfused').flatMap(({ usage }) => usage.filter(({ claims }) => claims > 0));
  return {
    command: 'npm run benchmark -- distributed',
    rounds: of('unfused').length,
    date: new Date().toISOString().slice(0, 10),
    ...measured,
    stages: {
      clean: round(usageOf(of('unfused'), 0)),
      normalise: round(usageOf(of('unfused'), 1)),
      analyse: round(usageOf(of('unfused'), 2)),
      index: round(usageOf(of('indexer'), 0)),
      fused: round(usageOf(of('fused'), 0)),
    },
    servers: Object.fromEntries(
      (['kafka', 'elasticsearch', 'redis'] as const).map((server) => [server, round(serverOf(of('unfused'), server))]),
    ),
    bytes: {
      raw: await weight('raw'),
      cleaned: await weight('cleaned'),
      normalised: await weight('normalised'),
      analysed: await weight('analysed'),
    },
    indexBytes: Math.round(measured.indexBytes),
    indexPerSecond: Math.round(median(values['indexer'] ?? [])),
    claims: {
      ms: round(median(calls.map(({ claims, claimMicros }) => claimMicros / claims / 1000))),
      messages: Math.round(median(calls.map(({ claims, records }) => records / claims))),
    },
  };
};
