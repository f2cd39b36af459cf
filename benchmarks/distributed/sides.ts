import type { WorkerStage } from '@earshot/platform';
import { freshMonth } from './fresh-month.ts';
import { newPlayer, type Played, type Player, play } from './play.ts';
import { playQuix } from './quix.ts';
import { microsPerRecord, type Server, serverSeconds } from './server-usage.ts';
import type { Part } from './side-protocol.ts';
import type { Grounds, Space } from './space.ts';

/** What all sides share. */
export interface Setting {
  readonly grounds: Grounds;
  /** Its raw topic is filled, and after `way` every other one, too. */
  readonly source: Space;
  /** Takes what the workers make. */
  readonly target: Space;
  readonly records: number;
}

/** One timed run. */
export interface Round extends Played {
  readonly perSecond: number;
  /** Processor time of each server, microseconds a record. */
  readonly servers: Readonly<Partial<Record<Server, number>>>;
}

export interface Sides {
  /** From the raw topic of the source to its analysed one and to an index. */
  way(): Promise<Round>;
  baseline(batch: number): Promise<Round>;
  indexer(): Promise<Round>;
  fused(): Promise<Round>;
  unfused(): Promise<Round>;
  analysers(count: 1 | 2): Promise<Round>;
  /** Documents a second. */
  quix(python: string): Promise<number>;
  end(): Promise<void>;
}

/** A part and the process that plays it: the same one each round, so that all are equally warm. */
type Casting = readonly [process: string, part: Part];

const all: readonly WorkerStage[] = ['clean', 'normalise', 'analyse'];

/** @param more flags of the processes' runtime */
export const openSides = ({ grounds, source, target, records }: Setting, more: readonly string[] = []): Sides => {
  const players = new Map<string, Player>();
  const playerOf = (name: string): Player => {
    const player = players.get(name) ?? newPlayer(more);
    players.set(name, player);
    return player;
  };
  let rounds = 0;
  const memory = (): string => {
    rounds += 1;
    return `${grounds.name}-memory-${rounds}`;
  };
  const [from, to] = [source.topicPrefix, target.topicPrefix];

  const timed = async (cast: readonly Casting[], finals = 1): Promise<Round> => {
    const before = serverSeconds();
    const troupe = cast.map(([name]) => playerOf(name));
    const parts = cast.map(([, part]) => part);
    const played = await play(troupe, parts, records, finals);
    const servers = microsPerRecord(before, serverSeconds(), records);
    return { ...played, perSecond: records / played.seconds, servers };
  };
  const indexing = (of: string): Casting => ['indexer', { tag: 'indexer', from: of, index: grounds.indexPrefix() }];
  const working = (process: string, stages: readonly WorkerStage[], of: string, into: string): Casting => [
    process,
    { tag: 'worker', stages, from: of, to: into, memory: memory() },
  ];
  const afresh = async (work: () => Promise<Round>): Promise<Round> => {
    await grounds.dropIndices();
    for (const topic of ['cleaned', 'normalised', 'analysed'] as const) await target.rewind(topic, 'last');
    await source.rewind('raw', 'first');
    return work();
  };

  return {
    way: () => timed([...all.map((stage) => working(stage, [stage], from, from)), indexing(from)]),
    baseline: (batch) =>
      afresh(async () => {
        await source.rewind('analysed', 'first');
        return timed([['baseline', { tag: 'baseline', from, index: await freshMonth(grounds), batch }]]);
      }),
    indexer: () =>
      afresh(async () => {
        await source.rewind('analysed', 'first');
        return timed([indexing(from)]);
      }),
    fused: () => afresh(() => timed([working('fused', all, from, to), indexing(to)])),
    unfused: () =>
      afresh(() => timed([...all.map((stage) => working(stage, [stage], stage === 'clean' ? from : to, to)), indexing(to)])),
    analysers: (count) =>
      afresh(async () => {
        await source.rewind('normalised', 'first');
        const cast = ['analyse', 'second analyse'].map((name) => working(name, ['analyse'], from, to));
        return timed(cast.slice(0, count), count);
      }),
    quix: async (python) => {
      await grounds.dropIndices();
      return records / (await playQuix(python, from, await freshMonth(grounds), records));
    },
    end: async () => {
      for (const player of players.values()) await player.end();
    },
  };
};
