import type { Topic } from '@earshot/model';
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

/** A part, the process that plays it (the same one each round, so that all are equally warm), and the space and topic that it reads. */
interface Casting {
  readonly process: string;
  readonly part: Part;
  readonly of: Space;
  readonly topic: Topic;
}

const inputs = { clean: 'raw', normalise: 'cleaned', analyse: 'normalised' } as const satisfies Record<WorkerStage, Topic>;
const all: readonly [WorkerStage, ...WorkerStage[]] = ['clean', 'normalise', 'analyse'];

/** @param more flags of the processes' runtime */
export const openSides = ({ grounds, source, records }: Setting, more: readonly string[] = []): Sides => {
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
  const { topicPrefix: from } = source;

  const timed = async (cast: readonly Casting[], finals = 1): Promise<Round> => {
    const before = serverSeconds();
    const roles = cast.map(({ process, part, of, topic }) => {
      const members = cast.filter((other) => other.of === of && other.topic === topic).length;
      return { player: playerOf(process), part, gathered: () => of.gathered(topic, members) };
    });
    const played = await play(roles, records, finals);
    const servers = microsPerRecord(before, serverSeconds(), records);
    return { ...played, perSecond: records / played.seconds, servers };
  };
  const indexing = (of: Space): Casting => {
    const part = { tag: 'indexer', from: of.topicPrefix, index: grounds.indexPrefix() } as const;
    return { process: 'indexer', part, of, topic: 'analysed' };
  };
  const working = (process: string, stages: readonly [WorkerStage, ...WorkerStage[]], of: Space, into: Space): Casting => {
    const part = { tag: 'worker', stages, from: of.topicPrefix, to: into.topicPrefix, memory: memory() } as const;
    return { process, part, of, topic: inputs[stages[0]] };
  };
  /** Empty topics to write into, no index, and the source's group at the start. */
  const afresh = async (topic: Topic, cast: (target: Space) => Promise<readonly Casting[]> | readonly Casting[], finals = 1) => {
    await grounds.dropIndices();
    await source.rewind(topic);
    rounds += 1;
    const target = await grounds.space(`target-${rounds}`);
    const round = await timed(await cast(target), finals);
    await target.drop();
    return round;
  };

  return {
    way: () => timed([...all.map((stage) => working(stage, [stage], source, source)), indexing(source)]),
    baseline: (batch) =>
      afresh('analysed', async () => {
        const part = { tag: 'baseline', from, index: await freshMonth(grounds), batch } as const;
        return [{ process: 'baseline', part, of: source, topic: 'analysed' }];
      }),
    indexer: () => afresh('analysed', () => [indexing(source)]),
    fused: () => afresh('raw', (target) => [working('fused', all, source, target), indexing(target)]),
    unfused: () =>
      afresh('raw', (target) => [
        ...all.map((stage) => working(stage, [stage], stage === 'clean' ? source : target, target)),
        indexing(target),
      ]),
    analysers: (count) => {
      const processes = ['analyse', 'second analyse'].slice(0, count);
      return afresh('normalised', (target) => processes.map((name) => working(name, ['analyse'], source, target)), count);
    },
    quix: async (python) => {
      await grounds.dropIndices();
      return records / (await playQuix(python, from, await freshMonth(grounds), records));
    },
    end: async () => {
      for (const player of players.values()) await player.end();
    },
  };
};
